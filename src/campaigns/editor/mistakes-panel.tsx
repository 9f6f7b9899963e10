import { mistakeText } from '../form/mistake-words.ts'
import { labelOf } from '../form/words.ts'
import type { FormView } from './field-panel.tsx'

/** The step that mistakes kept from happening. */
export type RefusedStep = 'save' | 'publish'

/** Lists every mistake above the form, each with a link to its field. */
export const MistakesPanel = ({ form, refused }: { form: FormView; refused: RefusedStep }) => {
  const { words, mistakes } = form
  return (
    <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
      <h2>{words.say(`campaigns.refused.${refused}`, { count: mistakes.length })}</h2>
      <ul>
        {mistakes.map((mistake) => (
          <li key={mistake.field}>
            <a href={`#${mistake.field}`}>{labelOf(mistake.field, words)}</a>: {mistakeText(mistake, words)}
          </li>
        ))}
      </ul>
    </div>
  )
}
