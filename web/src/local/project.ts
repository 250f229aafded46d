// One project kept in this browser: its rows, its files, who hears of changes, and where embeddings come from.

import { fromBundle } from './bundle.js';
import type { Database } from './database.js';
import { EmbeddingQueue, type Encode } from './embedding_queue.js';
import { Events } from './events.js';
import { embeddingName, type Files, photoName, thumbnailName } from './files.js';
import { Held } from './held.js';
import { allImages, changeImage, type EmbeddingStatus, imageRow } from './images.js';
import { embeddingFault } from './npy.js';
import { Problem } from './problem.js';
import type { ImageRow } from './rows.js';
import { look } from './thumbnail.js';

const noEncoder =
  'This photo came without an embedding, which clicks need: make one with `maskpoint embed`, then drop its .npy ' +
  'file here too.';

export class LocalProject {
  readonly events: Events;
  readonly queue: EmbeddingQueue | null;
  readonly held = new Held();
  private readonly fetching = new Map<number, Promise<Blob>>();
  /** Told a sentence that is nobody's answer. */
  onNotice: (sentence: string) => void = () => undefined;

  constructor(
    readonly id: string, readonly database: Database, readonly files: Files, encode: Encode | null) {
    this.events = new Events(id);
    this.queue = encode === null ? null : new EmbeddingQueue(encode, {
      photo: (image) => this.photoToEncode(image),
      keep: (image, npy) => this.keepEmbedding(image, new Blob([npy])),
      missing: async () => (await allImages(database, id))
        .filter((row) => row.embeddingBytes === 0 && row.source === undefined).map((row) => row.id),
      changed: (image, { state, progress, error }) =>
        this.events.publish('embedding', { image_id: image, state, progress, error }),
      allChanged: (status) => this.events.publish('encode_all', status),
    });
  }

  /** After the browser's storage was cleared: whether there was anything to put back. */
  async bringBack(): Promise<boolean> {
    const back = await this.database.write(
      ['projects', 'images', 'objects', 'uuids'], (rows) => this.held.bringBack(rows));
    if (back === null) return false;
    this.onNotice(
      `The browser’s storage of this page was cleared. What the page still held is kept anew: ${back.objects} objects on ` +
      `${back.images} photos. Add the photos again, then save the project as a file.`);
    this.events.publish('change', { images: true });
    return true;
  }

  row(image: number): Promise<ImageRow> {
    return imageRow(this.database, this.id, image);
  }

  waiting(image: number): EmbeddingStatus {
    return this.queue?.status(image) ?? { state: 'none', progress: 0 };
  }

  async file(name: string): Promise<Blob> {
    const file = await this.files.read(this.id, name);
    if (file === null) {
      throw new Problem(
        404, 'The photo is no longer in this browser: its storage was cleared. Its objects are here; add the photo again.');
    }
    return file;
  }

  /** Of a photo that came with the page: fetched once, then as any other. */
  private bundled(image: number, url: string): Promise<Blob> {
    // The canvas and the list may want it at once.
    const running = this.fetching.get(image);
    if (running !== undefined) return running;
    const photo = this.fetchBundled(image, url).finally(() => this.fetching.delete(image));
    this.fetching.set(image, photo);
    return photo;
  }

  private async fetchBundled(image: number, url: string): Promise<Blob> {
    const kept = await this.files.read(this.id, photoName(image));
    if (kept !== null) return kept;
    const photo = await fromBundle(url);
    if (photo === null)
      throw new Problem(503, 'The photo could not be fetched: check the connection, then open it again.');
    // Where there is no room it is fetched again the next time.
    await this.files.write(this.id, photoName(image), photo)
      .then(() => changeImage(this.database, this.id, image, { bytes: photo.size })).catch(() => undefined);
    return photo;
  }

  async photo(image: number): Promise<Blob> {
    const { type, source } = await this.row(image);
    const file = await (source === undefined ? this.file(photoName(image)) : this.bundled(image, source.photo));
    return file.type === type ? file : file.slice(0, file.size, type);
  }

  /** 256 pixels at most; made again where it is missing, since it is only a help. */
  async thumbnail(image: number, side: number): Promise<Blob> {
    const kept = await this.files.read(this.id, thumbnailName(image));
    if (side < 256) return (await look(kept ?? (await this.photo(image)), side)).thumbnail;
    return kept ?? (await look(await this.photo(image))).thumbnail;
  }

  async embedding(image: number, settled: boolean): Promise<Blob | null> {
    const row = await this.row(image);
    const kept = row.embeddingBytes > 0 ? await this.files.read(this.id, embeddingName(image)) : null;
    if (kept !== null) return kept;
    const npy = row.source === undefined ? null : await fromBundle(row.source.embedding);
    if (npy !== null && (await embeddingFault(npy)) === null) {
      await this.keepEmbedding(image, npy).catch(() => undefined);
      return npy;
    }
    if (this.queue === null) throw new Problem(422, noEncoder);
    const { state, error } = this.queue.status(image);
    if (state === 'error' && settled) throw new Problem(422, error ?? 'The photo could not be encoded; open it again.');
    this.queue.tryAgain(image);
    this.queue.want(image);
    return null;
  }

  /** Those of these images that must be encoded; embeddings that came with the page are fetched ahead. */
  async withoutBundled(images: number[]): Promise<number[]> {
    const rows = await Promise.all(images.map((image) => this.row(image).catch(() => null)));
    for (const row of rows)
      if (row?.source !== undefined && row.embeddingBytes === 0) void this.embedding(row.id, false).catch(() => null);
    return images.filter((_, i) => rows[i]?.source === undefined);
  }

  async keepEmbedding(image: number, npy: Blob): Promise<void> {
    await this.files.write(this.id, embeddingName(image), npy);
    await changeImage(this.database, this.id, image, { embeddingBytes: npy.size });
  }

  private async photoToEncode(image: number): Promise<Blob | null> {
    const row = await this.row(image);
    return row.embeddingBytes > 0 ? null : this.photo(image);
  }
}
