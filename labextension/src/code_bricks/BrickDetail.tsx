/** One brick: what it is for, its placeholders to fill in, and the code that comes of it. */
import { addIcon, caretLeftIcon, copyIcon, deleteIcon, downloadIcon, duplicateIcon, editIcon } from '@jupyterlab/ui-components';
import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type BrickValues, type IBrick, type IRenderedBrick } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, attempt, ErrorBanner, Loading, RelativeTime, useCouture, useQuery } from '../ui';
import { OriginMark } from './BrickList';
import { CodeBox } from './CodeBox';
import { startDrag } from './dragging';
import { insertBrick } from './inserting';
import type { ITextTarget } from './target';
import { ValueField } from './ValueField';
import { firstValues, nextValues } from './values';
import { placeWord } from './words';

export interface IBrickDetailProps {
  brickId: string;
  target: ITextTarget | null;
  cannotInsert: string | null;
  onInserted?: () => void;
  onBack: () => void;
  onTag: (tag: string) => void;
}

export function BrickDetail(props: IBrickDetailProps): ReactElement {
  const { client, trans } = useCouture();
  const { brickId, onBack } = props;
  const { data, error, refresh } = useQuery(
    () => client.codeBricks.get(brickId),
    change => change.subject === 'code_brick' && change.detail?.brick === brickId,
    [client, brickId]
  );
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <>
      <div className="couture-Bricks-back">
        <ActionButton variant="minimal" icon={caretLeftIcon} label={trans.__('All bricks')} onClick={onBack} />
      </div>
      {error && <ErrorBanner error={error} onRetry={isGone ? undefined : refresh} />}
      {!data && !error && <Loading />}
      {data && !isGone && <Shown key={data.version} brick={data} {...props} />}
    </>
  );
}

function Shown({ brick, ...props }: IBrickDetailProps & { brick: IBrick }): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-BrickDetail">
      <header className="couture-BrickDetail-head">
        <h2>{brick.title}</h2>
        <div className="couture-BrickDetail-marks">
          <OriginMark brick={brick} isAlways />
          {brick.category && <span className="couture-muted">{brick.category}</span>}
          {brick.updated_at && (
            <span className="couture-muted">
              {trans.__('Version %1 by %2,', brick.version, brick.updated_by ?? '')} <RelativeTime at={brick.updated_at} />
            </span>
          )}
        </div>
        {brick.description && <p className="couture-BrickDetail-text">{brick.description}</p>}
        {brick.tags.length > 0 && (
          <div className="couture-BrickDetail-tags" role="group" aria-label={trans.__('Tags')}>
            {brick.tags.map(tag => (
              <button
                key={tag}
                type="button"
                className="couture-Tag"
                title={trans.__('Show bricks with the tag %1', tag)}
                onClick={() => props.onTag(tag)}
              >
                {tag}
              </button>
            ))}
          </div>
        )}
      </header>
      <Filling brick={brick} {...props} />
    </div>
  );
}

function Filling({ brick, target, cannotInsert, onInserted }: IBrickDetailProps & { brick: IBrick }): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const [round, setRound] = useState(0);
  const [values, setValues] = useState<BrickValues>(() => firstValues(brick, target?.source() ?? ''));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const id = brick.code_brick_id;
  const { data, error } = useQuery(() => client.codeBricks.render(id, values), undefined, [client, id, JSON.stringify(values)]);
  const fields = error instanceof ApiError ? error.fields : {};
  const wrong = Object.keys(problems).length > 0 || error !== undefined;
  const change = (name: string, value: unknown, problem: string | null): void => {
    setValues({ ...values, [name]: value });
    const others = Object.fromEntries(Object.entries(problems).filter(([each]) => each !== name));
    setProblems(problem === null ? others : { ...others, [name]: problem });
  };
  const insert = async (): Promise<void> => {
    const put = (): Promise<void> => (target ? insertBrick(couture, target, brick, values) : Promise.resolve());
    if (await attempt(trans.__('The brick could not be inserted.'), put, trans)) {
      setValues(nextValues(brick, values, target?.source() ?? ''));
      setRound(round + 1);
      onInserted?.();
    }
  };
  return (
    <>
      {brick.parameters.length > 0 && (
        <div className="couture-BrickDetail-form" key={round}>
          {brick.parameters.map(parameter => (
            <ValueField
              key={parameter.name}
              parameter={parameter}
              value={values[parameter.name]}
              error={problems[parameter.name] ?? fields[`values.${parameter.name}`]}
              onChange={(value, problem) => change(parameter.name, value, problem)}
            />
          ))}
        </div>
      )}
      {error && Object.keys(fields).length === 0 && <ErrorBanner error={error} />}
      <div
        className="couture-BrickDetail-code"
        draggable={!wrong}
        onDragStart={event => startDrag(event.dataTransfer, id, values)}
      >
        <CodeBox label={trans.__('Code of %1', brick.title)} text={textOf(data)} />
      </div>
      <div className="couture-Buttons couture-BrickDetail-actions">
        <ActionButton
          variant="primary"
          icon={addIcon}
          label={trans.__('Insert')}
          title={target ? trans.__('Put it into %1', target.name) : undefined}
          disabledBecause={cannotInsert ?? (wrong ? trans.__('Fill in the placeholders first.') : null)}
          onClick={() => void insert()}
        />
        <ActionButton
          icon={copyIcon}
          label={trans.__('Copy')}
          title={trans.__('Copy the code with its imports')}
          disabledBecause={wrong ? trans.__('Fill in the placeholders first.') : null}
          onClick={() => {
            Clipboard.copyToSystem(textOf(data));
            Notification.success(trans.__('The code was copied.'), { autoClose: 3000 });
          }}
        />
        <Changes brick={brick} />
      </div>
      <p className="couture-muted couture-BrickDetail-where">
        {target
          ? trans.__('%1 of %2; imports go to its top.', placeWord(brick.place, trans), target.name)
          : (cannotInsert ?? '')}
      </p>
    </>
  );
}

function Changes({ brick }: { brick: IBrick }): ReactElement {
  const { commands, trans } = useCouture();
  const args = { brickId: brick.code_brick_id };
  const notMine =
    brick.origin === 'shipped'
      ? trans.__('It comes with Couture: duplicate it to change it.')
      : trans.__('Only %1 and Admins can change it: duplicate it.', brick.owner ?? '');
  const because = brick.may_edit ? null : notMine;
  const run = (command: string): void => void commands.execute(command, args);
  return (
    <>
      <ActionButton
        icon={editIcon}
        label={trans.__('Edit')}
        needs="bricks:edit"
        disabledBecause={because}
        onClick={() => run(CommandIDs.editBrick)}
      />
      <ActionButton
        icon={duplicateIcon}
        label={trans.__('Duplicate')}
        needs="bricks:edit"
        onClick={() => run(CommandIDs.duplicateBrick)}
      />
      <ActionButton
        icon={downloadIcon}
        iconOnly
        label={trans.__('Export')}
        title={trans.__('Save this brick as a file')}
        onClick={() => run(CommandIDs.exportBricks)}
      />
      {brick.may_edit && (
        <ActionButton
          icon={deleteIcon}
          iconOnly
          label={trans.__('Delete')}
          needs="bricks:edit"
          onClick={() => run(CommandIDs.deleteBrick)}
        />
      )}
    </>
  );
}

/** The imports, an empty line, the code: what can be pasted. */
function textOf(rendered: IRenderedBrick | undefined): string {
  return rendered ? [...rendered.imports, ...(rendered.imports.length > 0 ? [''] : []), rendered.code.trimEnd()].join('\n') : '';
}
