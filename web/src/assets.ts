// Files of the page itself that the core needs as bytes: fonts and the decoder's weights.

export async function bytesOf(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

async function withProgress(
  response: Response, onProgress: (fraction: number) => void): Promise<Uint8Array> {
  const total = Number(response.headers.get('Content-Length') ?? '0');
  if (response.body === null || total === 0) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    received += part.value.length;
    onProgress(Math.min(1, received / total));
  }
  const whole = new Uint8Array(received);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** From the server, which knows its model, else from beside the page. */
export async function decoderWeights(onProgress: (fraction: number) => void): Promise<Uint8Array> {
  let answer = 'no answer';
  for (const url of ['api/v1/model/decoder', 'models/decoder.safetensors']) {
    try {
      const response = await fetch(url);
      const type = response.headers.get('Content-Type') ?? '';
      // A static host may answer every unknown path with its front page.
      if (response.ok && !type.startsWith('text/html')) return await withProgress(response, onProgress);
      answer = String(response.status);
    } catch {
      answer = 'no answer';
    }
  }
  throw new Error(
    `The decoder’s weights could not be loaded (${answer}): convert them with “maskpoint model convert”, which ` +
    './scripts/start.sh does by itself, then reload the page.');
}
