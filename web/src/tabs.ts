// How many tabs of this browser have the project open. Each holds a shared lock for as long as it lives, which a
// crash gives back too; a message tells the others when to count anew.

export class Tabs {
  private readonly channel = new BroadcastChannel('maskpoint-tabs');
  private lock = '';
  private count = 1;

  constructor(private readonly counted: (count: number) => void) {
    this.channel.onmessage = () => void this.recount();
    document.addEventListener('visibilitychange', () => void this.recount());
    // The lock is given back a moment after the page is gone.
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
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    const { held = [] } = await navigator.locks.query();
    const count = Math.max(1, held.filter((lock) => lock.name === this.lock).length);
    if (count === this.count) return;
    this.count = count;
    this.counted(count);
  }
}
