// Cuts Lucide's icon font down to the glyphs that src/ui/icons.h names:
//   node assets/subset_icons.mjs IN.ttf src/ui/icons.h OUT.ttf
// Only what the atlas reads is kept: outlines, metrics and a character map. 900 kB become a few.
import { readFileSync, writeFileSync } from 'node:fs';

const [input, header, output] = process.argv.slice(2);
if (!output) throw new Error('usage: subset_icons.mjs IN.ttf icons.h OUT.ttf');
const font = readFileSync(input);
const codepoints = [...readFileSync(header, 'utf8').matchAll(/"\\u([0-9A-Fa-f]{4})"/g)]
  .map((match) => parseInt(match[1], 16)).sort((a, b) => a - b);

const tables = new Map();
for (let i = 0; i < font.readUInt16BE(4); ++i) {
  const record = 12 + 16 * i;
  const offset = font.readUInt32BE(record + 8);
  tables.set(font.toString('latin1', record, record + 4),
    font.subarray(offset, offset + font.readUInt32BE(record + 12)));
}
const table = (name) => {
  const found = tables.get(name);
  if (!found) throw new Error(`${input} has no '${name}' table; is it a TrueType font?`);
  return found;
};

// Where the font keeps the glyph of a character: its Unicode map in format 4 or 12.
function glyphLookup(cmap) {
  for (let i = 0; i < cmap.readUInt16BE(2); ++i) {
    const at = cmap.readUInt32BE(4 + 8 * i + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 12) return (c) => {
      for (let g = 0; g < cmap.readUInt32BE(at + 12); ++g) {
        const group = at + 16 + 12 * g;
        const first = cmap.readUInt32BE(group);
        if (c >= first && c <= cmap.readUInt32BE(group + 4)) return cmap.readUInt32BE(group + 8) + c - first;
      }
      return 0;
    };
    if (format === 4) return (c) => {
      const twice = cmap.readUInt16BE(at + 6);
      for (let s = 0; s < twice; s += 2) {
        if (c > cmap.readUInt16BE(at + 14 + s)) continue;
        const start = cmap.readUInt16BE(at + 16 + twice + s);
        if (c < start) return 0;
        const delta = cmap.readUInt16BE(at + 16 + 2 * twice + s);
        const place = at + 16 + 3 * twice + s;
        const range = cmap.readUInt16BE(place);
        if (range === 0) return (c + delta) & 0xffff;
        const glyph = cmap.readUInt16BE(place + range + 2 * (c - start));
        return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
      }
      return 0;
    };
  }
  throw new Error(`${input} maps no characters in a format that is known here`);
}

const lookup = glyphLookup(table('cmap'));
const kept = [0, ...codepoints.map((c) => {
  const glyph = lookup(c);
  if (glyph === 0) throw new Error(`${input} has no glyph U+${c.toString(16).toUpperCase()}`);
  return glyph;
})];

const longLoca = table('head').readUInt16BE(50) === 1;
const outlineAt = (glyph) => (longLoca ? table('loca').readUInt32BE(4 * glyph) : 2 * table('loca').readUInt16BE(2 * glyph));
const metricCount = table('hhea').readUInt16BE(34);
const outlines = [], metrics = [], places = [0];
for (const glyph of kept) {
  const outline = table('glyf').subarray(outlineAt(glyph), outlineAt(glyph + 1));
  if (outline.length > 0 && outline.readInt16BE(0) < 0) throw new Error(`glyph ${glyph} is made of others, which is not handled`);
  const padded = Buffer.alloc((outline.length + 3) & ~3);
  outline.copy(padded);
  outlines.push(padded);
  places.push(places.at(-1) + padded.length);
  const metric = Buffer.alloc(4);
  metric.writeUInt16BE(table('hmtx').readUInt16BE(4 * Math.min(glyph, metricCount - 1)), 0);
  metric.writeInt16BE(glyph < metricCount ? table('hmtx').readInt16BE(4 * glyph + 2) : 0, 2);
  metrics.push(metric);
}
const loca = Buffer.alloc(4 * places.length);
places.forEach((place, i) => loca.writeUInt32BE(place, 4 * i));

const changed = (name, write) => {
  const copy = Buffer.from(table(name));
  write(copy);
  return copy;
};
// One map, format 12: a group for every character.
const cmap = Buffer.alloc(12 + 16 + 12 * codepoints.length);
cmap.writeUInt16BE(1, 2);
cmap.writeUInt16BE(3, 4);
cmap.writeUInt16BE(10, 6);
cmap.writeUInt32BE(12, 8);
cmap.writeUInt16BE(12, 12);
cmap.writeUInt32BE(cmap.length - 12, 16);
cmap.writeUInt32BE(codepoints.length, 24);
codepoints.forEach((c, i) => [c, c, i + 1].forEach((v, j) => cmap.writeUInt32BE(v, 28 + 12 * i + 4 * j)));

const result = {
  cmap,
  glyf: Buffer.concat(outlines),
  head: changed('head', (t) => t.writeUInt16BE(1, 50)),
  hhea: changed('hhea', (t) => t.writeUInt16BE(kept.length, 34)),
  hmtx: Buffer.concat(metrics),
  loca,
  maxp: changed('maxp', (t) => t.writeUInt16BE(kept.length, 4)),
};
const names = Object.keys(result);
const directory = Buffer.alloc(12 + 16 * names.length);
directory.writeUInt32BE(0x00010000, 0);
directory.writeUInt16BE(names.length, 4);
let offset = directory.length;
const parts = [directory];
names.forEach((name, i) => {
  directory.write(name, 12 + 16 * i, 'latin1');
  directory.writeUInt32BE(offset, 12 + 16 * i + 8);
  directory.writeUInt32BE(result[name].length, 12 + 16 * i + 12);
  const padded = Buffer.alloc((result[name].length + 3) & ~3);
  result[name].copy(padded);
  parts.push(padded);
  offset += padded.length;
});
writeFileSync(output, Buffer.concat(parts));
