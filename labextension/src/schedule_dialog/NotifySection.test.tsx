// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FormProvider, type IFormContext } from './context';
import { emptyForm, type IFormValues } from './form';
import { newRule } from './notify_rules';
import { NotifySection } from './NotifySection';
import { useReducer, type ReactElement } from 'react';

/** The form around the section, with nothing but its values. */
function Around({ values }: { values: { current: IFormValues } }): ReactElement {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const form = {
    values: values.current,
    problems: {},
    touch: () => undefined,
    set: (change: Partial<IFormValues>) => {
      values.current = { ...values.current, ...change };
      redraw();
    }
  };
  return (
    <FormProvider value={form as unknown as IFormContext}>
      <NotifySection />
    </FormProvider>
  );
}

describe('the rules of messages in the form', () => {
  it('keep what is typed with its rule when another one comes or goes', async () => {
    const rules = ['a@x.org', 'b@x.org'].map(address => ({ ...newRule(), to: [address] }));
    const values = { current: { ...emptyForm('a.ipynb', 'UTC'), notify: rules } };
    const { node, act } = await draw(<Around values={values} />, testCouture());
    const button = (text: string): HTMLElement | undefined =>
      [...node.querySelectorAll('button')].find(each => each.textContent?.startsWith(text));
    const inputs = (): HTMLInputElement[] => [...node.querySelectorAll<HTMLInputElement>('.couture-Input')];
    await act(() => button('Messages')?.click());
    const second = inputs()[1];
    await act(() => button('Tell somebody')?.click());
    expect(values.current.notify).toHaveLength(3);
    expect(inputs()[1]).toBe(second);
    await act(() => button('Remove')?.click());
    expect(values.current.notify.map(rule => rule.to)).toEqual([['b@x.org'], []]);
    expect(inputs()[0]).toBe(second);
  });
});
