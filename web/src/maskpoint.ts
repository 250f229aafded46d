// maskpoint.mjs: what other pages import. Importing it does nothing by itself.

export { type AnnotatorApi, defineAnnotator, type MaskpointAnnotator } from './annotator_element.js';
export type { Prompt, Rle, Segmentation, SegmentedMask } from './segmentation.js';
export { createSegmenter, type Segmenter, type SegmenterImage, type SegmenterOptions } from './segmenter.js';
