// What a route of the project in this browser is given, and what it answers.

import { Problem } from './problem.js';
import type { LocalProject } from './project.js';

export interface Asked {
  method: string;
  url: string;  // "api/v1/…"
  ifMatch: string | undefined;
  body: string;
  client: string;
  /** Asked again once what it waited for has come or failed: a failure is the answer then. */
  settled: boolean;
}
export interface Answer {
  status: number;
  etag: string;
  body: Blob | string;
}

export interface Call extends Asked {
  project: LocalProject;
  query: URLSearchParams;
  image: number;
  uuid: string;
}
export type Handler = (call: Call) => Promise<Answer>;

export const json = (value: unknown, etag = '', status = 200): Answer => ({ status, etag, body: JSON.stringify(value) });
export const file = (body: Blob, etag = ''): Answer => ({ status: 200, etag, body });

export function bodyOf(call: Call): unknown {
  try {
    return JSON.parse(call.body) as unknown;
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
}
