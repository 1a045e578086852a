/** Several selected tasks: what can be done with all of them. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, useCouture } from '../ui';
import { shortId } from './drawing';
import type { CanvasSession } from './session';

export function SelectionForm({ session }: { session: CanvasSession }): ReactElement {
  const { trans } = useCouture();
  const { chosen } = session;
  const title = trans._n('%1 task selected', '%1 tasks selected', chosen.length, chosen.length);
  return (
    <section className="couture-Canvas-form" aria-label={title}>
      <h3 className="couture-Canvas-title">{title}</h3>
      <SelectionButtons />
      <ul className="couture-Canvas-chips" aria-label={title}>
        {chosen.map(node => (
          <li key={node.id} className="couture-Canvas-chip couture-mod-plain">
            {shortId(node)}
          </li>
        ))}
      </ul>
      <p className="couture-muted">{trans.__('Click with Ctrl or Shift to select more or fewer tasks.')}</p>
    </section>
  );
}

/** Of one task or several. */
export function SelectionButtons({ isGroup = false }: { isGroup?: boolean }): ReactElement {
  return (
    <div className="couture-Canvas-buttons">
      <CommandButton command={CommandIDs.groupCanvasTasks} />
      <CommandButton command={CommandIDs.moveCanvasTasks} />
      {isGroup && <CommandButton command={CommandIDs.dissolveCanvasGroup} />}
      <CommandButton command={CommandIDs.copyCanvasTasks} />
      <CommandButton command={CommandIDs.deleteCanvasTask} variant="warn" />
    </div>
  );
}
