/** Which file, how it stands, and what can be done with it. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import type { IDagEditorPanels } from '../tokens';
import { CommandButton, useCouture } from '../ui';
import { EditorStatus } from './EditorStatus';
import type { Mode } from './mode';
import type { EditorSession } from './session';
import { usePanels } from './usePanels';
import { VersionSelect } from './VersionSelect';

export interface IEditorHeadProps {
  session: EditorSession;
  mode: Mode;
  panels: IDagEditorPanels;
  panel: string | null;
  onPanel: (id: string | null) => void;
}

export function EditorHead({ session, mode, panels, panel, onPanel }: IEditorHeadProps): ReactElement {
  const { trans } = useCouture();
  const { file, text } = session;
  const listed = usePanels(panels);
  const isEditing = mode.kind === 'edit';
  return (
    <header className="couture-DagEditor-head">
      <h1 className="couture-DagEditor-title" title={text.path}>
        {text.path}
        {file.isDirty && (
          <span className="couture-DagEditor-dirty" role="img" aria-label={trans.__('Not saved')} title={trans.__('Not saved')}>
            ●
          </span>
        )}
      </h1>
      <EditorStatus session={session} />
      <div className="couture-DagEditor-actions">
        {text.check.dags?.slice(0, 1).map(dag => !file.isNew && (
          <CommandButton key={dag.dag_id} command={CommandIDs.openDag} args={{ dagId: dag.dag_id }} variant="minimal" />
        ))}
        <VersionSelect session={session} />
        {isEditing && listed.length > 0 && (
          <button
            type="button"
            className="couture-Button"
            aria-pressed={panel !== null}
            onClick={() => onPanel(panel === null ? listed[0].id : null)}
          >
            {trans.__('Panels')}
          </button>
        )}
        {isEditing && <CommandButton command={CommandIDs.reviewDagFile} variant="primary" />}
      </div>
    </header>
  );
}
