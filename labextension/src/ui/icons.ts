/** Our icons: the product's own, and one shape for each state, so that no state is told by colour alone. */
import { LabIcon } from '@jupyterlab/ui-components';

function svg(body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">${body}</svg>`;
}

function filled(path: string): string {
  return svg(`<path fill="currentColor" fill-rule="evenodd" d="${path}"/>`);
}

function drawn(path: string, extra = ''): string {
  return svg(
    `<path fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" d="${path}"${extra}/>`
  );
}

const DISC = 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z';
const RING = 'M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0z';

const STAR = 'M8 1.6l1.95 4.1 4.45.6-3.25 3.1.8 4.45L8 11.7l-3.95 2.15.8-4.45L1.6 6.3l4.45-.6z';

/** One of the person's favourites, and none of them. */
export const starIcon = new LabIcon({ name: 'couture-jupyter:star', svgstr: filled(STAR) });
export const emptyStarIcon = new LabIcon({ name: 'couture-jupyter:empty-star', svgstr: drawn(STAR) });

/** A tick in a document: the check of a notebook. */
export const checkIcon = new LabIcon({
  name: 'couture-jupyter:check',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">' +
    '<path d="M6 2h9l5 5v6h-2V8h-4V4H6v16h5v2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z"/>' +
    '<path d="M16.6 21.4 12.5 17.3l1.4-1.4 2.7 2.7 5-5 1.4 1.4z"/>' +
    '</g></svg>'
});

/** Two threads that cross: the sidebar, tabs and launcher cards. */
export const workflowsIcon = new LabIcon({
  name: 'couture-jupyter:workflows',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">' +
    '<path d="M5 3a3 3 0 0 0-1 5.83V15.2a3 3 0 1 0 2 0V13.5c.9.8 2.2 1.3 3.8 1.5l4.4.5a3 3 0 1 0 .2-2l-4.4-.5C7.3 12.7 6 11.4 6 9.3v-.47A3 3 0 0 0 5 3zm0 2a1 1 0 1 1 0 2 1 1 0 0 1 0-2zm0 12a1 1 0 1 1 0 2 1 1 0 0 1 0-2zm12-3.5a1 1 0 1 1 0 2 1 1 0 0 1 0-2z"/>' +
    '<path d="M17.5 2a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 1.6a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8zm-.7 1v2.3l1.8 1.1.7-1.1-1.1-.7V4.6z"/>' +
    '</g></svg>'
});

/** A clock: schedule something. */
export const scheduleIcon = new LabIcon({
  name: 'couture-jupyter:schedule',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm-1 3v5.6l4.2 2.5 1-1.7-3.2-1.9V7z"/></svg>'
});

/** A start with values: the triangle, and the lines of a form. */
export const runWithIcon = new LabIcon({
  name: 'couture-jupyter:run-with',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">' +
    '<path d="M3 5v14l10-7z"/><path d="M12 5h9v2h-7.6zM16 11h5v2h-5zM13.4 17H21v2h-9z"/></g></svg>'
});

/** A list of runs. */
export const runFilesIcon = new LabIcon({
  name: 'couture-jupyter:run-files',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M10 4H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-8zm-1 6.5l7 3.75-7 3.75z"/></svg>'
});

export const runsIcon = new LabIcon({
  name: 'couture-jupyter:runs',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161" d="M3 4l5 3-5 3zm7 2h11v2H10zm-7 4.5l5 3-5 3zm7 2h11v2H10zM3 17l5 3-5 3zm7 2h11v2H10z" transform="translate(0 -1)"/></svg>'
});

/** An eye: look on. */
export const liveIcon = new LabIcon({
  name: 'couture-jupyter:live',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161" d="M12 5C7 5 2.7 8 1 12c1.7 4 6 7 11 7s9.3-3 11-7c-1.7-4-6-7-11-7zm0 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9zm0-7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"/></svg>'
});

function tile(name: string, path: string): LabIcon {
  const shape = `<path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="${path}"/>`;
  return new LabIcon({
    name: `couture-jupyter:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">${shape}</svg>`
  });
}

/** A label: a named value. */
export const variableIcon = tile(
  'variable',
  'M3 4h9l9 8-9 8H3zm2 2v12h6.2l6.8-6-6.8-6zm3 4.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z'
);

/** A plug: the way to another system. */
export const connectionIcon = tile(
  'connection',
  'M8 2h2v5h4V2h2v5h2v5a6 6 0 0 1-5 5.9V22h-2v-4.1A6 6 0 0 1 6 12V7h2zm0 7v3a4 4 0 0 0 8 0V9z'
);

/** A person. */
export const userIcon = tile('user', 'M12 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20c0-4 3.6-7 8-7s8 3 8 7v1H4z');

/** A key: how people sign in. */
export const keyIcon = tile('key', 'M7 7a5 5 0 1 1-3.5 8.6A5 5 0 0 1 7 7zm0 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM11.5 10.5H22V15h-2.5v-2H17v2h-2.5v-2h-3z');

/** A shield: what one may do. */
export const roleIcon = tile('role', 'M12 2l8 3v6c0 5-3.4 9.5-8 11-4.6-1.5-8-6-8-11V5zm0 2.2L6 6.5V11c0 4 2.5 7.5 6 8.9z');

/** Slots, some of them taken. */
export const poolIcon = tile(
  'pool',
  'M3 5h5v14H3zm2 2v10h1V7zm5-2h5v14h-5zm7 0h5v14h-5zm2 2v10h1V7z'
);

/** A value that goes from one task to another. */
export const xcomIcon = tile(
  'xcom',
  'M3 8h6v8H3zm2 2v4h2v-4zm10-2h6v8h-6zm2 2v4h2v-4zM10 11h2V9l3 3-3 3v-2h-2z'
);

/** Sliders: settings. */
export const configurationIcon = tile(
  'configuration',
  'M3 6h8V4h4v2h6v2h-6v2h-4V8H3zm0 10h4v-2h4v2h10v2H11v2H7v-2H3z'
);

const SHAPES: Record<string, string> = {
  success: filled(`${DISC}M6.9 11.4 3.8 8.3l1.1-1.1 2 2 4.2-4.3 1.1 1.1z`),
  failed: filled(`${DISC}M5.2 4.1 8 6.9l2.8-2.8 1.1 1.1L9.1 8l2.8 2.8-1.1 1.1L8 9.1l-2.8 2.8-1.1-1.1L6.9 8 4.1 5.2z`),
  running: drawn('M8 1.8A6.2 6.2 0 1 1 1.8 8'),
  queued: drawn(`${RING}M8 4.4V8l2.4 1.5`),
  scheduled: drawn(`${RING}M5 8h.01M8 8h.01M11 8h.01`),
  up_for_retry: drawn('M13.6 6.6A6 6 0 0 0 2.6 5.4M2.4 9.4a6 6 0 0 0 11 1.2M2.4 2.2v3.4h3.4M13.6 13.8v-3.4h-3.4'),
  up_for_reschedule: drawn(`${RING}M5.2 8h5.6M8.6 5.8 10.8 8l-2.2 2.2`),
  deferred: drawn(`${RING}M6.3 5.6v4.8M9.7 5.6v4.8`),
  restarting: drawn('M13.4 5.2A6.2 6.2 0 1 0 14.2 8M13.8 1.9v3.5h-3.5'),
  skipped: drawn('M2.5 3.5 8 8l-5.5 4.5zM8 3.5 13.5 8 8 12.5z'),
  upstream_failed: drawn(`${RING}M5.6 10.4l4.8-4.8`, ' stroke-dasharray="2.4 1.6"'),
  removed: drawn(`${RING}M5 8h6`),
  none: drawn(RING, ' stroke-dasharray="1.2 2.6"'),
  paused: drawn(`${RING}M6.3 5.6v4.8M9.7 5.6v4.8`),
  stopped: drawn(`${RING}M6 6h4v4H6z`)
};

const stateIcons = new Map<string, LabIcon>();

/** The icon of a state; an unknown state gets that of "none". */
export function stateIcon(state: string | null): LabIcon {
  const name = state !== null && state in SHAPES ? state : 'none';
  let icon = stateIcons.get(name);
  if (!icon) {
    icon = new LabIcon({ name: `couture-jupyter:state-${name.replaceAll('_', '-')}`, svgstr: SHAPES[name] });
    stateIcons.set(name, icon);
  }
  return icon;
}
