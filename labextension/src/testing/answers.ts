/** Requests that tests answer by hand, one after the other. */
export class Answers<T> {
  readonly asked: ((answer: T | Error) => void)[] = [];

  /** Asks; the test settles it with `answer`. */
  ask = (): Promise<T> =>
    new Promise((resolve, reject) => {
      this.asked.push(answer => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });

  /** Answer the newest request. */
  async answer(value: T | Error): Promise<void> {
    this.asked[this.asked.length - 1](value);
    // Let the asker's continuation run.
    for (let turn = 0; turn < 5; turn++) {
      await Promise.resolve();
    }
  }
}
