/** Components whose code is fetched when they are first drawn: JupyterLab starts without it. */
import type { ComponentType, FunctionComponent, ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { useCouture } from './context';
import { ErrorBanner, Loading } from './messages';

export type LazyComponent<Props> = FunctionComponent<Props> & {
  /** Fetch the code now, for it is about to be drawn. */
  prepare: () => void;
};

/** A component that stands in for another one until `load` has it; what goes wrong is said, and tried again when a person
 * wishes it or the server is back. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyComponent<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  const fetch = (): Promise<void> =>
    (loading ??= load()
      .then(component => void (loaded = component))
      .finally(() => (loading = null)));
  const Lazy = (props: Props): ReactElement => {
    const [Component, setComponent] = useState(() => loaded);
    const [problem, setProblem] = useState<unknown>(null);
    useEffect(() => {
      let isWanted = Component === null && problem === null;
      if (isWanted) {
        fetch().then(
          () => isWanted && setComponent(() => loaded),
          (reason: unknown) => isWanted && setProblem(reason ?? new Error('?'))
        );
      }
      return () => {
        isWanted = false;
      };
    }, [Component, problem]);
    if (Component !== null) {
      return <Component {...props} />;
    }
    return problem === null ? <Loading /> : <Unloaded reason={problem} onRetry={() => setProblem(null)} />;
  };
  return Object.assign(Lazy, { prepare: () => void fetch().catch(() => undefined) }); // whoever draws it is told
}

function Unloaded({ reason, onRetry }: { reason: unknown; onRetry: () => void }): ReactElement {
  const { changes, trans } = useCouture();
  useEffect(() => {
    changes.reconnected.connect(onRetry);
    return () => {
      changes.reconnected.disconnect(onRetry);
    };
  }, [changes, onRetry]);
  const detail = reason instanceof Error ? reason.message : String(reason);
  const text = trans.__(
    'This part of Couture could not be fetched from the Jupyter server: %1 If it was updated meanwhile, reload JupyterLab.',
    /[.!?)]$/.test(detail) ? detail : `${detail}.`
  );
  return <ErrorBanner error={new Error(text)} onRetry={onRetry} />;
}
