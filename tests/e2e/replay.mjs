// Replays a stored prompt chain with the native command line on a served embedding, one `maskpoint
// segment` a step: the prior of step k is the logits of the candidate shown at step k−1.

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { modelFolder, serverProgram } from './harness.mjs';

const run = promisify(execFile);
const logitBytes = 256 * 256 * 4;

/** The float32 (256, 256) .npy of one mask out of a (masks, 256, 256) one. */
function oneMask(npy, position) {
  const headerLength = npy.readUInt16LE(8);
  const data = npy.subarray(10 + headerLength);
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (256, 256), }";
  const padded = header.padEnd(117) + '\n';
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([padded.length & 255, padded.length >> 8]),
    Buffer.from(padded, 'latin1'), data.subarray(position * logitBytes, (position + 1) * logitBytes),
  ]);
}

/** The mask the native decoder gives for the chain: what `segment` writes of it. */
export async function replay(image, embedding, chain, folder) {
  let prior = null;
  let mask = null;
  for (const [k, step] of chain.steps.entries()) {
    const sparse = step.points.length + (step.box === null ? 1 : 2);
    // The command line gives masks 1–3, or the one of the single-mask rule.
    const multimask = step.candidate > 0;
    if (!multimask && sparse < 3) throw new Error('Mask 0 of so few prompts is not to be had from the command line.');
    const logits = path.join(folder, `logits-${k}.npy`);
    const args = ['segment', image, '--model', modelFolder, '--embedding', embedding, '--logits', logits];
    for (const [x, y, label] of step.points) args.push('--point', `${x},${y},${label}`);
    if (step.box !== null) args.push('--box', step.box.join(','));
    if (prior !== null) args.push('--mask-input', prior);
    if (multimask) args.push('--multimask');
    const { stdout } = await run(serverProgram, args, { maxBuffer: 1 << 26 });
    const position = multimask ? step.candidate - 1 : 0;
    mask = JSON.parse(stdout).masks[position];
    if (mask.index !== step.candidate) throw new Error(`Asked for mask ${step.candidate}, got ${mask.index}.`);
    prior = path.join(folder, `prior-${k}.npy`);
    await writeFile(prior, oneMask(await readFile(logits), position));
  }
  return mask;
}
