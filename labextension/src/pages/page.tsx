/** The widget of a page, and what it shows. */
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ComponentType, ReactElement } from 'react';
import type { ICouture, IPage, IPageProps } from '../tokens';
import { CoutureWidget } from '../ui';

export class PageContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _page: IPage,
    private readonly _component: ComponentType<IPageProps>,
    private readonly _stateDB: IStateDB | null,
    private _place: ReadonlyPartialJSONObject
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get place(): ReadonlyPartialJSONObject {
    return this._place;
  }

  set place(place: ReadonlyPartialJSONObject) {
    this._place = place;
    this.update();
    this.onMoved?.();
  }

  onMoved: (() => void) | undefined;

  protected body(): ReactElement {
    const Component = this._component;
    return <Component page={this._page} place={this._place} onPlace={this._onPlace} stateDB={this._stateDB} />;
  }

  private readonly _onPlace = (place: ReadonlyPartialJSONObject): void => {
    this.place = place;
  };
}
