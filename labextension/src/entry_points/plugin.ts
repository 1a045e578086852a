/** Palette entries and launcher cards. Menus and the notebook toolbar are in the settings schema of this plugin. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';

const IN_PALETTE = [
  CommandIDs.openWorkflows,
  CommandIDs.scheduleNotebook,
  CommandIDs.runFolder,
  CommandIDs.openDag,
  CommandIDs.triggerDag,
  CommandIDs.triggerForm,
  CommandIDs.triggerPartition,
  CommandIDs.sweepDag,
  CommandIDs.sweepNotebook,
  CommandIDs.backfillDag,
  CommandIDs.pauseDag,
  CommandIDs.resumeDag,
  CommandIDs.favoriteDag,
  CommandIDs.unfavoriteDag,
  CommandIDs.openSource,
  CommandIDs.editDagFile,
  CommandIDs.editSchedule,
  CommandIDs.duplicateSchedule,
  CommandIDs.deleteDag,
  CommandIDs.openRunFiles,
  CommandIDs.answerQuestion,
  CommandIDs.startEngine,
  CommandIDs.stopEngine,
  CommandIDs.changePassword,
  CommandIDs.openOwnServer
];

const IN_LAUNCHER = [CommandIDs.scheduleNotebook, CommandIDs.newDag, CommandIDs.openRuns];

export const entryPointsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:entry-points',
  description: 'Where Couture is reached from: palette, launcher, menus, notebook toolbar.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette, ILauncher],
  activate: (
    _: JupyterFrontEnd,
    couture: ICouture,
    palette: ICommandPalette | null,
    launcher: ILauncher | null
  ): void => {
    const category = couture.trans.__('Couture');
    IN_PALETTE.forEach(command => palette?.addItem({ command, category, args: { isPalette: true } }));
    IN_LAUNCHER.forEach((command, rank) => launcher?.add({ command, category, rank: rank + 1 }));
  }
};
