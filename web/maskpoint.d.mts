// The types of maskpoint.mjs.
export * from './types/maskpoint.js';
