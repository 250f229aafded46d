// How many tabs of this browser have the project open. Each holds a shared lock for as long as it lives, which a
// crash gives back too; a message tells the others when to count anew.

export class Tabs {
  private readonly channel = new BroadcastChannel('maskpoint-tabs');
  private lock = '';
  private count = 1;

  constructor(private readonly counted: (count: number) => void) {
    // A page that goes gives its lock back when the browser comes to it: looked at soon, and later.
    this.channel.onmessage = () => [200, 1000, 4000].forEach((ms) => setTimeout(() => void this.recount(), ms));
    document.addEventListener('visibilitychange', () => void this.recount());
    addEventListener('pagehide', () => this.channel.postMessage('gone'));
  }

  open(project: string): void {
    this.lock = `maskpoint-project:${project}`;
    void navigator.locks.request(this.lock, { mode: 'shared' }, async () => {
      this.channel.postMessage('here');
      void this.recount();
      await new Promise<void>(() => undefined);
    });
  }

  private async recount(): Promise<void> {
    if (this.lock === '') return;
    const { held = [] } = await navigator.locks.query();
    const count = Math.max(1, held.filter((lock) => lock.name === this.lock).length);
    if (count === this.count) return;
    this.count = count;
    this.counted(count);
  }
}
