/** Code bricks beside the text of a DAG editor: they go into that text. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import { CommandIDs } from '../commands';
import type { IDagEditor } from '../tokens';
import { CommandButton } from '../ui';
import { BrickBrowser } from './BrickBrowser';
import { targetOfDagEditor } from './target';

export function BricksPanel({ editor }: { editor: IDagEditor }): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null);
  const target = useMemo(() => targetOfDagEditor(editor), [editor]);
  return (
    <div className="couture-BricksPanel">
      <BrickBrowser target={target} chosen={chosen} onChoose={setChosen} />
      <div className="couture-BricksPanel-foot">
        <CommandButton command={CommandIDs.newBrick} variant="minimal" />
      </div>
    </div>
  );
}
