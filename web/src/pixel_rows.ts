// An image's pixels in bands of whole rows, as the file has them: colour where alpha is zero survives, which a
// 2D canvas would lose. A large image is never copied whole.

// Of a tile's side; every WebGL2 has textures this large.
const tileSide = 2048;
// What one band may hold, in bytes.
const bandBytes = 16 << 20;

export class PixelRows {
  private readonly gl: WebGL2RenderingContext;

  constructor() {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (gl === null) throw new Error('This browser can’t read an image’s pixels: WebGL2 is off.');
    this.gl = gl;
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  }

  /** Every band in turn, RGBA; the array is used again for the next one. */
  async *bands(image: ImageBitmap): AsyncGenerator<Uint8Array> {
    const { width, height } = image;
    const rowBytes = width * 4;
    const rows = Math.max(1, Math.min(height, tileSide, Math.floor(bandBytes / rowBytes)));
    const band = new Uint8Array(rows * rowBytes);
    for (let y = 0; y < height; y += rows) {
      const count = Math.min(rows, height - y);
      for (let x = 0; x < width; x += tileSide)
        await this.read(image, x, y, Math.min(tileSide, width - x), count, band);
      yield band.subarray(0, count * rowBytes);
    }
  }

  private async read(
    image: ImageBitmap, x: number, y: number, width: number, height: number, band: Uint8Array): Promise<void> {
    const gl = this.gl;
    // A browser that is given a rectangle of a large bitmap reads all of it.
    const tile = await createImageBitmap(
      image, x, y, width, height, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, tile);
    tile.close();
    const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture;
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    gl.pixelStorei(gl.PACK_ROW_LENGTH, image.width);
    gl.pixelStorei(gl.PACK_SKIP_PIXELS, x);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, band);
    if (gl.isContextLost()) throw new Error('The browser took its graphics away: open the image again.');
  }
}
