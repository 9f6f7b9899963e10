import type { Session } from '../objects/stripe-objects.ts'
import type { Words } from './checkout-texts.ts'
import { document } from './html-document.tsx'

/** Where the card's own bank would ask its owner whether this payment is theirs. */
export const questionPage = (session: Session, words: Words): string =>
  document({
    language: session.locale === 'ru' ? 'ru' : 'en',
    title: words.question,
    children: (
      <main class="closed">
        <span class="badge">{words.sandbox}</span>
        <h1>{words.question}</h1>
        <p>{words.questionText}</p>
        <form method="post" action={`/c/pay/${session.id}/question`}>
          <button type="submit" name="answer" value="yes">
            {words.questionYes}
          </button>{' '}
          <button type="submit" name="answer" value="no" class="second">
            {words.questionNo}
          </button>
        </form>
      </main>
    ),
  })
