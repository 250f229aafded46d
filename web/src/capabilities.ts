// What the browser must be able to do, checked before anything is loaded. Each thing missing is one
// sentence that says what to do.

export interface Obstacle {
  title: string;
  message: string;
}

// A function of one f32x4.relaxed_madd: engines without relaxed SIMD reject the whole module.
const relaxedModule = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b,
  0x03, 0x02, 0x01, 0x00, 0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, 0x85, 0x02,
  0x0b,
]);
// A function that gives v128.const 0.
const simdModule = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, 0x03, 0x02, 0x01,
  0x00, 0x0a, 0x16, 0x01, 0x14, 0x00, 0xfd, 0x0c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0b,
]);

export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(relaxedModule);
}

/** Null when the page can run here. */
export function obstacle(): Obstacle | null {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(simdModule)) {
    return {
      title: 'This browser is too old',
      message:
        'Maskpoint needs WebAssembly SIMD, which this browser lacks. Use Chrome or Edge 91, Firefox 89, Safari 16.4 or newer.',
    };
  }
  if (!window.isSecureContext) {
    return {
      title: 'This address is not secure',
      message:
        'Browsers only allow threads on https:// or on localhost. Open the page at http://localhost, or start the server with --cert and --key.',
    };
  }
  if (!window.crossOriginIsolated || typeof SharedArrayBuffer !== 'function') {
    return {
      title: 'The page is not isolated',
      message:
        'Maskpoint needs threads, which browsers only allow with the headers “Cross-Origin-Opener-Policy: same-origin” and “Cross-Origin-Embedder-Policy: require-corp”. Serve the page with `maskpoint serve`, or set both headers on your server.',
    };
  }
  // Whether a context can be had is for the core to find out: making one just to see takes time.
  if (typeof WebGL2RenderingContext !== 'function') {
    return {
      title: 'No WebGL 2',
      message:
        'Maskpoint draws with WebGL 2, which is switched off or missing here. Turn on hardware acceleration in the browser’s settings, or update the browser or the graphics driver.',
    };
  }
  return null;
}
