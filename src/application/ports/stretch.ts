/** A place in a list that is ordered by a time. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

/** A part of such a list, newest first: what lies between two places, from its start or from its end. */
export interface Stretch {
  readonly after: Place | null;
  readonly before: Place | null;
  readonly limit: number;
  readonly from: 'start' | 'end';
}
