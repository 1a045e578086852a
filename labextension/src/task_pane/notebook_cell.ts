/** One cell of an executed notebook: its prompt, its source in colours, its outputs as JupyterLab shows them. */
import type * as nbformat from '@jupyterlab/nbformat';
import { OutputArea, OutputAreaModel } from '@jupyterlab/outputarea';
import { MimeModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel, Widget } from '@lumino/widgets';
import { durationText } from '../ui';
import { kernelOf } from '../ui/ran_in';
import type { IExecutedCell } from './notebook_document';
import type { IRendering } from './rendering';

export class CellView extends Panel {
  constructor(
    private _cell: IExecutedCell,
    language: string,
    private readonly _isTrusted: boolean,
    private readonly _rendering: IRendering,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('couture-Cell');
    this.addClass(`couture-mod-${_cell.cell.cell_type}-cell`);
    this._head.addClass('couture-Cell-head');
    this.addWidget(this._head);
    if (_cell.cell.cell_type === 'markdown') {
      this._addMarkdown(_cell.source);
    } else if (!_cell.isSourceHidden) {
      this._addSource(_cell.source, language);
    }
    if (_cell.cell.cell_type === 'code') {
      this._addOutputs();
    }
    this.become(_cell);
  }

  /** Its place in the document. */
  get place(): number {
    return this._cell.place;
  }

  /** Whether only the outputs and the marks differ. */
  canBecome(cell: IExecutedCell, isTrusted: boolean): boolean {
    const mine = this._cell;
    return mine.cell.cell_type === cell.cell.cell_type && mine.source === cell.source && this._isTrusted === isTrusted;
  }

  /** Show this state of the same cell. */
  become(cell: IExecutedCell): void {
    this._cell = cell;
    this._drawHead();
    for (const mark of ['failed', 'running', 'injected', 'parameters']) {
      this.toggleClass(`couture-mod-${mark}`, cell.mark === mark);
    }
    const outputs = (cell.cell.outputs ?? []) as nbformat.IOutput[];
    const shape = JSON.stringify(outputs);
    if (this._outputs && shape !== this._shape) {
      this._shape = shape;
      this._outputs.fromJSON(outputs);
    }
  }

  override dispose(): void {
    this._outputs?.dispose();
    super.dispose();
  }

  private _drawHead(): void {
    const { cell, count, duration, mark, ranIn } = this._cell;
    if (cell.cell_type !== 'code') {
      this._head.hide();
      return;
    }
    const prompt = `[${mark === 'running' ? '*' : (count ?? ' ')}]:`;
    const parts = [part('couture-Cell-prompt', prompt)];
    const label = this._markLabel(mark);
    if (label) {
      parts.push(part('couture-Cell-mark', label));
    }
    if (ranIn) {
      const note = part('couture-Cell-ranIn', ranIn);
      const kernel = kernelOf(cell);
      note.title = kernel && this._trans.__('Kernel %1', kernel);
      parts.push(note);
    }
    if (duration !== null) {
      parts.push(part('couture-Cell-duration', durationText(duration)));
    }
    this._head.node.replaceChildren(...parts);
  }

  private _markLabel(mark: IExecutedCell['mark']): string {
    switch (mark) {
      case 'failed':
        return this._trans.__('This cell failed');
      case 'running':
        return this._trans.__('Running');
      case 'injected':
        return this._trans.__('Parameters of this run');
      case 'parameters':
        return this._trans.__('Default parameters');
      default:
        return '';
    }
  }

  private _addMarkdown(source: string): void {
    const renderer = this._rendering.rendermime.createRenderer('text/markdown');
    const model = new MimeModel({ data: { 'text/markdown': source }, trusted: this._isTrusted });
    void renderer.renderModel(model);
    renderer.addClass('couture-Cell-markdown');
    this.addWidget(renderer);
  }

  private _addSource(source: string, language: string): void {
    const code = new Widget({ node: document.createElement('pre') });
    code.addClass('couture-Cell-source');
    code.node.tabIndex = 0;
    code.node.textContent = source;
    this.addWidget(code);
    const { languages } = this._rendering;
    const known = this._cell.cell.cell_type === 'code' ? languages?.findBest(language) : null;
    if (languages && known) {
      const coloured = document.createElement('pre');
      void languages.highlight(source, known, coloured).then(
        () => {
          if (!code.isDisposed) {
            code.node.replaceChildren(...coloured.childNodes);
          }
        },
        () => {
          // The server is away, and the colours of this language had not come yet: the text is there.
        }
      );
    }
  }

  private _addOutputs(): void {
    this._outputs = new OutputAreaModel({ trusted: this._isTrusted });
    const area = new OutputArea({
      model: this._outputs,
      rendermime: this._rendering.rendermime,
      maxNumberOutputs: 200
    });
    area.addClass('couture-Cell-outputs');
    this.addWidget(area);
  }

  private readonly _head = new Widget();
  private _outputs: OutputAreaModel | undefined;
  private _shape = '[]';
}

function part(className: string, text: string): HTMLElement {
  const node = document.createElement('span');
  node.className = className;
  node.textContent = text;
  return node;
}
