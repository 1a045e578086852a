/** The icon of code bricks: three bricks of a wall. */
import { LabIcon } from '@jupyterlab/ui-components';

export const bricksIcon = new LabIcon({
  name: 'couture-jupyter:bricks',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M2 13h9v7H2zm1.8 1.8v3.4h5.4v-3.4zM13 13h9v7h-9zm1.8 1.8v3.4h5.4v-3.4zM7.5 4h9v7h-9zm1.8 1.8v3.4h5.4V5.8z"/></svg>'
});
