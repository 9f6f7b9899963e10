/** One finding of the doctor. */
export type Finding = { is: 'fine' | 'notable' | 'wrong'; text: string }

export const fine = (text: string): Finding => ({ is: 'fine', text })
export const notable = (text: string): Finding => ({ is: 'notable', text })
export const wrong = (text: string): Finding => ({ is: 'wrong', text })
