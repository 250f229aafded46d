// What a prompt is and what comes of it, for window.maskpoint.segment() and createSegmenter() alike.

/** COCO's compressed run lengths. */
export interface Rle {
  size: [height: number, width: number];
  counts: string;
}

export interface Prompt {
  /** Pixel indices of the upright image; label 1 (include, the default) or 0 (exclude). */
  points?: { x: number; y: number; label?: number }[];
  box?: [x0: number, y0: number, x1: number, y1: number];
  /** 256 × 256 logits of an earlier mask to refine. */
  maskInput?: Float32Array;
  /** Three candidates instead of one mask. */
  multimask?: boolean;
  /** Also give each mask's 256 × 256 logits. */
  logits?: boolean;
}

export interface SegmentedMask {
  rle: Rle;
  bbox: [x: number, y: number, width: number, height: number];
  area: number;
  predictedIou: number;
  stabilityScore: number;
  index: number;
  logits?: Float32Array;
}

export interface Segmentation {
  masks: SegmentedMask[];
  decodeMs: number;
}

export const logitCount = 256 * 256;

/** The answer with each mask's part of `all`, where they are asked for. */
export function withLogits(segmentation: Segmentation, prompt: Prompt, all: Float32Array): Segmentation {
  if (prompt.logits === true) {
    segmentation.masks.forEach((mask, i) => {
      mask.logits = all.slice(i * logitCount, (i + 1) * logitCount);
    });
  }
  return segmentation;
}
