/** The text, and one of the panels beside it. The border between them can be moved, by pointer and by keys. */
import type { CSSProperties, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { IDagEditorPanels } from '../tokens';
import { Tabs, useCouture } from '../ui';
import type { EditorSession } from './session';
import { Border } from './Border';
import { usePanels } from './usePanels';

export interface ITextAreaProps {
  session: EditorSession;
  panels: IDagEditorPanels;
  panel: string | null;
  onPanel: (id: string | null) => void;
}

export function TextArea({ session, panels, panel, onPanel }: ITextAreaProps): ReactElement {
  const { trans } = useCouture();
  const [share, setShare] = useState(55);
  const listed = usePanels(panels);
  const shown = panel === null ? undefined : (listed.find(each => each.id === panel) ?? listed[0]);
  return (
    <div className="couture-DagEditor-body" style={widths(share)}>
      <TextHost session={session} />
      {shown && (
        <>
          <Border share={share} onShare={setShare} />
          <aside className="couture-DagEditor-panels" aria-label={trans.__('Panels')}>
            <Tabs label={trans.__('Panels')} tabs={listed} current={shown.id} onChange={onPanel}>
              <shown.component editor={session.text} />
            </Tabs>
          </aside>
        </>
      )}
    </div>
  );
}

/** How much of the width each side has. */
function widths(share: number): CSSProperties {
  return { '--couture-share': `${share}%` } as CSSProperties;
}

/** The editor's own element, which outlives this component. */
function TextHost({ session }: { session: EditorSession }): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { node, editor } = session.text;
    host.current?.append(node);
    editor.editor.requestMeasure();
    return () => node.remove();
  }, [session]);
  return <div className="couture-DagEditor-host" ref={host} />;
}
