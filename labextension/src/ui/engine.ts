/** The engine's state in words and as a mark. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { EngineState, IEngine } from '../api';

const MARKS: Record<EngineState, string> = {
  running: 'success',
  standby: 'deferred',
  starting: 'queued',
  stopped: 'stopped'
};

/** The state whose mark stands for the engine's. */
export function engineIconState(state: EngineState): string {
  return MARKS[state];
}

/** The state itself, in a word. */
export function engineWord(state: EngineState, trans: TranslationBundle): string {
  const words: Record<EngineState, string> = {
    running: trans.__('Running'),
    standby: trans.__('Standing by'),
    starting: trans.__('Starting'),
    stopped: trans.__('Stopped')
  };
  return words[state];
}

export function engineSentence(engine: IEngine, trans: TranslationBundle): string {
  if (engine.state === 'running') {
    return engine.running_tasks
      ? trans._n('Engine: %1 task running', 'Engine: %1 tasks running', engine.running_tasks, engine.running_tasks)
      : trans.__('Engine ready');
  }
  const sentences: Record<Exclude<EngineState, 'running'>, string> = {
    standby: trans.__('Engine stands by'),
    starting: trans.__('Engine is starting…'),
    stopped: trans.__('Engine stopped: nothing runs')
  };
  return sentences[engine.state];
}
