// What the server's event stream is elsewhere: what one tab changes, the others of the same project hear.

export type OnEvent = (event: string, data: string) => void;

interface Message {
  project: string;
  event: string;
  data: string;
}

export class Events {
  private readonly channel = new BroadcastChannel('maskpoint-project');
  private readonly listeners: OnEvent[] = [];

  constructor(private readonly project: string) {
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.project === this.project) this.here(data.event, data.data);
    };
  }

  listen(onEvent: OnEvent): void {
    this.listeners.push(onEvent);
  }

  /** To every tab, this one included: the core knows its own changes by their client. */
  publish(event: 'embedding' | 'encode_all' | 'change', what: object): void {
    const data = JSON.stringify(what);
    this.here(event, data);
    this.channel.postMessage({ project: this.project, event, data } satisfies Message);
  }

  private here(event: string, data: string): void {
    for (const listener of this.listeners) listener(event, data);
  }
}
