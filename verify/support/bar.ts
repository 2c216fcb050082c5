const WIDTH = 30;

/** How far a test is and how long it will still take, on one line of a terminal; elsewhere nothing. */
export class Bar {
  readonly #title: string;
  readonly #started = performance.now();
  #shown = 0;

  constructor(title: string) {
    this.#title = title;
    if (process.stdout.isTTY) this.show(0);
    else console.log(`${title} …`);
  }

  show(done: number): void {
    const now = performance.now();
    if (!process.stdout.isTTY || (done > 0 && done < 1 && now - this.#shown < 200)) return;
    this.#shown = now;
    const filled = Math.round(WIDTH * Math.min(1, done));
    const left = done > 0 ? `${Math.ceil((((now - this.#started) / done) * (1 - done)) / 1000)} s left` : '';
    process.stdout.write(
      `\r\x1b[2K${this.#title} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(done * 100)} % ${left}`,
    );
  }

  end(): void {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  }
}
