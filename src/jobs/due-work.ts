interface Source<Piece> {
  /** Pieces that this process works on at once. */
  atOnce: number;
  /** Takes so many of those that are due, under a lease; `underWay` are those that this process is at. */
  claim(most: number, underWay: readonly Piece[]): Promise<Piece[]>;
  /** Never rejects. */
  work(piece: Piece): Promise<void>;
  onUnread(error: unknown): void;
}

/** Works off what stands in the database and is due: what could not be read now is read with the next wake-up. */
export class DueWork<Piece extends { id: number }> {
  readonly #source: Source<Piece>;
  readonly #underWay = new Map<number, { piece: Piece; done: Promise<void> }>();
  #running: Promise<number> | null = null;
  /** Something may be due that the round under way has not seen. */
  #isNudged = false;
  #nudge = () => {};
  #isStopped = false;

  constructor(source: Source<Piece>) {
    this.#source = source;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  get underWay(): Piece[] {
    return [...this.#underWay.values()].map(({ piece }) => piece);
  }

  /** Something may be due. */
  wake(): void {
    if (this.#isStopped) return;
    this.runPending().catch((error) => this.#source.onUnread(error));
  }

  /** Does all that is due now. Answers how many pieces were taken. Errors: rejects where they could not be read. */
  runPending(): Promise<number> {
    this.#isNudged = true;
    this.#nudge();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Takes nothing new and waits for what is under way; what is not done by then is another process's. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    await Promise.race([this.#settled(), Bun.sleep(graceMs)]);
  }

  async #run(): Promise<number> {
    let taken = 0;
    while (!this.#isStopped && (this.#isNudged || this.#underWay.size > 0)) {
      this.#isNudged = false;
      const nudged = new Promise<void>((resolve) => {
        this.#nudge = resolve;
      });
      const pieces = await this.#source.claim(this.#source.atOnce - this.#underWay.size, this.underWay);
      taken += pieces.length;
      for (const piece of pieces) this.#begin(piece);
      if (pieces.length > 0) this.#isNudged = true;
      if (this.#underWay.size > 0) await this.#untilRoom(nudged);
    }
    return taken;
  }

  #begin(piece: Piece): void {
    const done = this.#source.work(piece).finally(() => this.#underWay.delete(piece.id));
    this.#underWay.set(piece.id, { piece, done });
  }

  /** Resolves when a place is free and there may be something for it. */
  async #untilRoom(nudged: Promise<void>): Promise<void> {
    const hasRoom = this.#underWay.size < this.#source.atOnce;
    await Promise.race(hasRoom && !this.#isNudged ? [nudged, ...this.#ends()] : this.#ends());
  }

  /** The round first: what it was just claiming is under way only then. */
  async #settled(): Promise<void> {
    await Promise.allSettled([this.#running]);
    await Promise.all(this.#ends());
  }

  #ends(): Promise<void>[] {
    return [...this.#underWay.values()].map(({ done }) => done);
  }
}
