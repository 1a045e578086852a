/** Draws a component into the document, with what features need. */
import type { ReactElement } from 'react';
import { act } from 'react';

import { createRoot } from 'react-dom/client';
import type { ICouture } from '../tokens';
import { CoutureProvider } from '../ui/context';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

export interface IDrawn {
  node: HTMLElement;
  /** Do something and let React and the requests it started settle. */
  act(what: () => unknown): Promise<void>;
  remove(): void;
}

const drawn = new Set<() => void>();

/** Remove what a test drew and left: the files of a worker share one document. */
export function removeDrawn(): void {
  drawn.forEach(remove => remove());
}

export async function draw(element: ReactElement, couture: ICouture): Promise<IDrawn> {
  const node = document.createElement('div');
  document.body.append(node);
  const root = createRoot(node);
  const settle = async (what: () => unknown): Promise<void> => {
    await act(async () => {
      await what();
      await new Promise(resolve => setImmediateLike(resolve));
    });
  };
  await settle(() => root.render(<CoutureProvider value={couture}>{element}</CoutureProvider>));
  const remove = (): void => {
    act(() => root.unmount());
    node.remove();
    drawn.delete(remove);
  };
  drawn.add(remove);
  return { node, act: settle, remove };
}

/** After the promises that are ready now, and those that they make ready. */
function setImmediateLike(resolve: (value: unknown) => void): void {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    resolve(undefined);
  };
  channel.port2.postMessage(null);
}
