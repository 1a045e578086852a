/** Where keys lead in the grid: column -1 is that of the names, row -1 that of the runs. */
export interface IPlace {
  readonly row: number;
  readonly column: number;
}

export interface IExtent {
  readonly rows: number;
  readonly columns: number;
}

const PAGE = 10;

/** The place that a key leads to; null for other keys. */
export function moved({ row, column }: IPlace, key: string, isWithControl: boolean, { rows, columns }: IExtent): IPlace | null {
  const steps: Record<string, IPlace> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: Math.max(0, row - PAGE), column },
    PageDown: { row: row + PAGE, column },
    Home: { row: isWithControl ? 0 : row, column: -1 },
    End: { row: isWithControl ? rows - 1 : row, column: columns - 1 }
  };
  return key in steps ? within(steps[key], { rows, columns }) : null;
}

/** The nearest place that exists. The corner above the names is none. */
export function within({ row, column }: IPlace, { rows, columns }: IExtent): IPlace {
  const inColumn = Math.max(-1, Math.min(columns - 1, column));
  return { column: inColumn, row: Math.max(inColumn === -1 ? 0 : -1, Math.min(rows - 1, row)) };
}
