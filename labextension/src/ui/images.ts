/** How images in outputs are shown. */
import { imageRendererFactory, type IRenderMime, type IRenderMimeRegistry, RenderedImage } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

/**
 * JupyterLab's renderers, with SVG as an image: so it is shown, and its scripts do not run, without trust. Images have
 * a text for those who do not see them.
 */
export function withOwnImages(rendermime: IRenderMimeRegistry): IRenderMimeRegistry {
  const copy = rendermime.clone();
  copy.addFactory({ ...imageRendererFactory, createRenderer: options => new DescribedImage(options) });
  copy.addFactory({
    safe: true,
    mimeTypes: ['image/svg+xml'],
    defaultRank: 85,
    createRenderer: options => new SvgImage(options.mimeType)
  });
  return copy;
}

/** An image with the output's own text, such as "<Figure size 640x480>", in its place for those who do not see it. */
class DescribedImage extends RenderedImage {
  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    await super.render(model);
    this.node.querySelector('img')?.setAttribute('alt', textIn(model));
  }
}

function textIn(model: IRenderMime.IMimeModel): string {
  const text = model.data['text/plain'];
  return Array.isArray(text) ? text.join('') : typeof text === 'string' ? text : '';
}

class SvgImage extends Widget implements IRenderMime.IRenderer {
  constructor(private readonly _mimeType: string) {
    super();
    this.addClass('couture-SvgImage');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const data = model.data[this._mimeType];
    const text = Array.isArray(data) ? data.join('') : String(data);
    const image = document.createElement('img');
    image.alt = textIn(model);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    this.node.replaceChildren(image);
    return Promise.resolve();
  }
}
