// <maskpoint-annotator>: the whole annotator as an element of somebody's page. It is the annotator's own page in
// a frame, so that neither's keys, styles or scripts touch the other's; its window.maskpoint is the element's API.

import type { Api } from './api.js';

export type AnnotatorApi = Pick<
  Api, 'ready' | 'info' | 'state' | 'openImage' | 'segment' | 'exportCoco' | 'on' | 'viewToImage' | 'imageToView'>;

/** Addresses are meant as the embedding page writes them, not as the frame would read them. */
function seenFromHere(api: AnnotatorApi): AnnotatorApi {
  const absolute = <T>(source: T): T | string =>
    typeof source === 'string' ? new URL(source, document.baseURI).href : source;
  return {
    ...api,
    openImage: (source, { embedding, ...options } = {}) => api.openImage(
      absolute(source), { ...options, ...(embedding === undefined ? {} : { embedding: absolute(embedding) }) }),
  };
}

/**
 * Attribute `src`: the annotator's page; by default the one beside this module. It must be of the embedding page's own
 * origin, and that page cross-origin isolated.
 */
export class MaskpointAnnotator extends HTMLElement {
  private readonly frame = document.createElement('iframe');
  private settle!: (api: AnnotatorApi) => void;
  /** The annotator's API once its model is loaded and it has drawn its first frame. */
  readonly api = new Promise<AnnotatorApi>((resolve) => { this.settle = resolve; });

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = ':host { display: block; min-height: 320px } iframe { border: 0; width: 100%; height: 100% }';
    this.frame.title = 'Maskpoint annotator';
    this.frame.allow = 'cross-origin-isolated; clipboard-read; clipboard-write';
    this.frame.addEventListener('load', () => this.loaded());
    shadow.append(style, this.frame);
  }

  connectedCallback(): void {
    const src = this.getAttribute('src') ?? new URL('index.html', import.meta.url).href;
    if (this.frame.src === '') this.frame.src = src;
  }

  private loaded(): void {
    const inner = this.frame.contentWindow as (Window & { maskpoint?: AnnotatorApi }) | null;
    const look = async (): Promise<void> => {
      // The page sets it when its core has started.
      while (inner !== null && inner.maskpoint === undefined && this.isConnected)
        await new Promise((resolve) => setTimeout(resolve, 30));
      const api = inner?.maskpoint;
      if (api === undefined) return;
      await api.ready;
      this.settle(seenFromHere(api));
    };
    void look();
  }
}

/** Makes the element known to this page; nothing happens on import alone. */
export function defineAnnotator(name = 'maskpoint-annotator'): void {
  if (customElements.get(name) === undefined) customElements.define(name, MaskpointAnnotator);
}
