/** The icons of a drawing's buttons. */
import { LabIcon } from '@jupyterlab/ui-components';

function drawn(path: string): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16"><path ' +
    `stroke="currentColor" fill="none" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" d="${path}"/></svg>`
  );
}

export const zoomInIcon = new LabIcon({ name: 'couture-jupyter:zoom-in', svgstr: drawn('M8 3v10M3 8h10') });
export const zoomOutIcon = new LabIcon({ name: 'couture-jupyter:zoom-out', svgstr: drawn('M3 8h10') });
export const fitIcon = new LabIcon({
  name: 'couture-jupyter:fit',
  svgstr: drawn('M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10')
});
/** A graph in a magnifying glass. */
export const zoomIcon = new LabIcon({
  name: 'couture-jupyter:zoom-into-dag',
  svgstr: drawn('M11.5 7A4.5 4.5 0 1 1 2.5 7a4.5 4.5 0 0 1 9 0zM10.4 10.4l3.4 3.4M5 7h4M7 5v4')
});
