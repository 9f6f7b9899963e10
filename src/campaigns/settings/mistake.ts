/** The reason why a campaign is not saved. */
export type Reason =
  | { because: Plain }
  | { because: 'too-long'; limit: number }
  | { because: 'too-long-for-bar'; excess: number }
  | { because: 'too-many'; limit: number }
  | { because: 'whole-number'; from: number; to: number }
  /** `found` is quoted from the form. */
  | { because: 'placeholder' | 'unknown-section' | 'not-country' | 'not-code' | 'both'; found: string }
  | {
      because: 'below-newsroom' | 'above-newsroom' | 'preset-below' | 'preset-above' | 'goal-too-small'
      minor: number
      currency: string
    }

type Plain =
  | 'missing'
  | 'no-text'
  | 'no-words'
  | 'too-deep'
  | 'no-minimum'
  | 'no-sentence'
  | 'not-amount'
  | 'not-amounts'
  | 'not-offered'
  | 'not-time'
  | 'not-day'
  | 'not-choice'
  | 'end-before-start'
  | 'already-over'
  | 'bar-on-first'

/** A mistake of one field. */
export type Mistake = Reason & { field: string }

/** Notes a field that cannot be read. The settings then hold a harmless value. */
export type Note = (mistake: Mistake) => void
