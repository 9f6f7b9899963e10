import type { Session } from '../objects/stripe-objects.ts'
import type { Texts } from './checkout-texts.ts'
import { htmlDocument } from './html-document.tsx'

/** Where the card's own bank would ask its owner whether this payment is theirs. */
export const authenticationPage = (session: Session, texts: Texts): string =>
  htmlDocument({
    language: session.locale === 'ru' ? 'ru' : 'en',
    title: texts.question,
    children: (
      <main class="closed">
        <span class="badge">{texts.sandbox}</span>
        <h1>{texts.question}</h1>
        <p>{texts.questionText}</p>
        <form method="post" action={`/c/pay/${session.id}/question`}>
          <button type="submit" name="answer" value="yes">
            {texts.questionYes}
          </button>{' '}
          <button type="submit" name="answer" value="no" class="second">
            {texts.questionNo}
          </button>
        </form>
      </main>
    ),
  })
