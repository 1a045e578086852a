/** A text in Markdown, drawn by JupyterLab's own renderer, which takes scripts out. */
import { type IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import type { ReactElement } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { ErrorBanner } from './messages';

const TYPE = 'text/markdown';

export interface IMarkdownProps {
  text: string;
  rendermime: IRenderMimeRegistry;
}

export function Markdown({ text, rendermime }: IMarkdownProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<Error | null>(null);
  useLayoutEffect(() => {
    if (!host.current) {
      return undefined;
    }
    const renderer = rendermime.createRenderer(TYPE);
    Widget.attach(renderer, host.current);
    renderer.renderModel(new MimeModel({ data: { [TYPE]: text }, trusted: false })).then(
      () => setError(null),
      (reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason)))
    );
    return () => renderer.dispose();
  }, [text, rendermime]);
  return (
    <>
      {error && <ErrorBanner error={error} />}
      <div className="couture-Markdown" ref={host} />
    </>
  );
}
