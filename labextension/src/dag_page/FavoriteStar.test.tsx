import { describe, expect, it } from 'vitest';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FavoriteStar } from './FavoriteStar';

async function star(isFavorite: boolean) {
  const couture = testCouture();
  const executed: [string, unknown][] = [];
  for (const id of [CommandIDs.favoriteDag, CommandIDs.unfavoriteDag]) {
    couture.commands.addCommand(id, { label: id, execute: args => void executed.push([id, args]) });
  }
  return { executed, ...(await draw(<FavoriteStar dagId="sales" isFavorite={isFavorite} />, couture)) };
}

describe('the star of a DAG', () => {
  it('tells whether it is a favourite, and changes it', async () => {
    for (const [isFavorite, command] of [
      [false, CommandIDs.favoriteDag],
      [true, CommandIDs.unfavoriteDag]
    ] as const) {
      const drawn = await star(isFavorite);
      const button = drawn.node.querySelector('button')!;
      expect(button.getAttribute('aria-pressed')).toBe(String(isFavorite));
      await drawn.act(() => button.click());
      expect(drawn.executed).toEqual([[command, { dagId: 'sales' }]]);
    }
  });
});
