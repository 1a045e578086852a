import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api';
import type { IChange } from '../state/changes';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { AdminForm } from './AdminForm';
import { RowActions } from './RowActions';
import { TextField } from './TextField';
import { useSaving } from './useSaving';

interface IPoolFormProps {
  isNew?: boolean;
  because?: string;
  ask: () => Promise<unknown>;
  onDone?: () => void;
}

function PoolForm({ isNew = true, because, ask, onDone = () => undefined }: IPoolFormProps): ReactElement {
  const { problem, problemBeside, save } = useSaving({ subject: 'pool', isNew, nameField: 'name', onDone });
  return (
    <AdminForm
      label="New pool"
      needs="pools:edit"
      disabledBecause={because ?? null}
      problem={problemBeside(['name'])}
      onSave={() => save(ask)}
      onCancel={onDone}
    >
      <TextField label="Name" path="name" error={problem?.fields.name} value="" onChange={() => undefined} />
    </AdminForm>
  );
}

describe('a form of what an Admin keeps', () => {
  const refused = async (reason: Error, isNew = true): Promise<(string | undefined)[]> => {
    const { node, act } = await draw(<PoolForm isNew={isNew} ask={() => Promise.reject(reason)} />, testCouture());
    await act(() => node.querySelector<HTMLButtonElement>('[type=submit]')!.click());
    return ['.couture-Field-error', '.couture-Banner-text'].map(each => node.querySelector(each)?.textContent ?? undefined);
  };

  it('tells at the field what is refused there, a name that is taken, too, and everything else above its buttons', async () => {
    expect(await refused(new ApiError(422, 'Too long.', { name: 'Too long.' }))).toEqual(['Too long.', undefined]);
    expect(await refused(new ApiError(409, 'There is one.'))).toEqual(['There is one.', undefined]);
    expect(await refused(new ApiError(409, 'Changed meanwhile.'), false)).toEqual([undefined, 'Changed meanwhile.']);
    expect(await refused(new ApiError(422, 'No.', { elsewhere: 'No.' }))).toEqual([undefined, 'No.']);
    expect(await refused(new Error('away'))).toEqual([undefined, 'Error: away']);
  });

  it('announces what was saved, and is done; it does nothing while something is missing', async () => {
    const couture = testCouture();
    const heard: IChange[] = [];
    couture.changes.arrived.connect((_, changes) => void heard.push(...changes));
    const asked: string[] = [];
    const ask = (): Promise<unknown> => Promise.resolve(asked.push('saved'));
    const incomplete = await draw(<PoolForm because="Give it a name." ask={ask} />, couture);
    const done = await draw(<PoolForm ask={ask} onDone={() => asked.push('done')} />, couture);
    for (const { node, act } of [incomplete, done]) {
      await act(() => node.querySelector<HTMLButtonElement>('[type=submit]')!.click());
    }
    expect([asked, heard]).toEqual([['saved', 'done'], [{ subject: 'pool', what: 'created' }]]);
  });
});

it('the buttons of a row name what they are about, and say why they cannot be pressed', async () => {
  const done: string[] = [];
  const { node, act } = await draw(
    <RowActions
      name="nightly"
      needs="pools:edit"
      undeletableBecause="Tasks wait for it."
      onEdit={() => done.push('edit')}
      onCopy={() => done.push('copy')}
      onDelete={() => done.push('delete')}
    />,
    testCouture()
  );
  const buttons = [...node.querySelectorAll('button')];
  expect(buttons.map(each => each.getAttribute('aria-label'))).toEqual(['Edit nightly', 'Copy nightly', 'Delete nightly']);
  for (const button of buttons) {
    await act(() => button.click());
  }
  expect([done, buttons[2].title]).toEqual([['edit', 'copy'], 'Tasks wait for it.']);
});
