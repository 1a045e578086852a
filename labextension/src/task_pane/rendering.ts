/** How executed notebooks are drawn: JupyterLab's own renderers and colours. */
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { createContext, useContext } from 'react';

export interface IRendering {
  readonly rendermime: IRenderMimeRegistry;
  readonly languages: IEditorLanguageRegistry | null;
}

const RenderingContext = createContext<IRendering | null>(null);

export const RenderingProvider = RenderingContext.Provider;

export function useRendering(): IRendering {
  const rendering = useContext(RenderingContext);
  if (!rendering) {
    throw new Error('useRendering: no RenderingProvider above this component.');
  }
  return rendering;
}
