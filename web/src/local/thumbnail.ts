// Photos as the browser decodes them, upright: their size, and small copies for lists.

const options: ImageBitmapOptions = { imageOrientation: 'from-image' };

export interface Looked {
  width: number;
  height: number;
  thumbnail: Blob;
}

/** Throws where the browser can't decode it. */
export async function look(photo: Blob, side = 256): Promise<Looked> {
  const whole = await createImageBitmap(photo, options);
  const { width, height } = whole;
  try {
    const scale = Math.min(1, side / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const context = canvas.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    // A JPEG has no transparency: what shows through is white, as on paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(whole, 0, 0, canvas.width, canvas.height);
    return { width, height, thumbnail: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 }) };
  } finally {
    whole.close();
  }
}
