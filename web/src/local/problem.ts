// What the project in this browser refuses, as a server would: a status and one sentence that says what to do.

export class Problem extends Error {
  constructor(
    readonly status: number, detail: string, readonly more: Record<string, unknown> = {},
    readonly etag = '') {
    super(detail);
  }

  body(): string {
    return JSON.stringify({ type: 'about:blank', status: this.status, detail: this.message, ...this.more });
  }
}

const noRoom =
  'This browser has no room left for the project: take photos, embeddings or a project out under “Projects and ' +
  'storage”, or free space on the disk. What you did is kept in this page and saved as soon as there is room.';

/** Whatever went wrong, as what the core can show. What may pass by itself (5xx) is tried again. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new Problem(507, noRoom);
  const why = error instanceof Error ? error.message : String(error);
  return new Problem(500, `The browser’s storage did not answer (${why}): the page tries again by itself.`);
}
