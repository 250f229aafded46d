// Run by npm pack: lays the built page (../build/web) into the package, and takes it away again. What is packed for
// servers of our kind stays behind.
//
//   node package_site.mjs <the site> <folder in the package>
//   node package_site.mjs --remove <folder in the package>

import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';

const [, , site, folder] = process.argv;
rmSync(folder, { recursive: true, force: true });
if (site !== '--remove') {
  if (!existsSync(path.join(site, 'maskpoint.mjs')) || !existsSync(path.join(site, 'models/decoder.safetensors')))
    throw new Error(`${path.resolve(site)} is no built page with its model: run scripts/models.sh and scripts/build.sh web first.`);
  cpSync(site, folder, { recursive: true, filter: (source) => !source.endsWith('.br') });
}
