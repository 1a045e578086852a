/** One clock for the whole page: what shows a moment or a span redraws with it, and it stands still while unused. */
import { useEffect, useState } from 'react';

type Listener = () => void;

/** A timer that all listeners of one pace share. */
class Clock {
  constructor(private readonly _pace: number) {}

  add(listener: Listener): () => void {
    this._listeners.add(listener);
    this._timer ??= setInterval(() => this._listeners.forEach(each => each()), this._pace);
    return () => {
      this._listeners.delete(listener);
      if (this._listeners.size === 0) {
        clearInterval(this._timer);
        this._timer = undefined;
      }
    };
  }

  private readonly _listeners = new Set<Listener>();
  private _timer: ReturnType<typeof setInterval> | undefined;
}

const clocks = { second: new Clock(1000), halfMinute: new Clock(30000) };

/** The present in milliseconds, going forward at this pace; `null` stands still. */
export function useNow(pace: 'second' | 'halfMinute' | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (pace === null) {
      return undefined;
    }
    setNow(Date.now());
    return clocks[pace].add(() => setNow(Date.now()));
  }, [pace]);
  return now;
}
