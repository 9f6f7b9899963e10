import type { Session } from '../objects/stripe-objects.ts'
import type { Texts } from './checkout-texts.ts'
import { htmlDocument } from './html-document.tsx'

/** Stands in for the page on which the bank authenticates the cardholder. */
export const authenticationPage = (session: Session, texts: Texts): string =>
  htmlDocument({
    language: session.locale === 'ru' ? 'ru' : 'en',
    title: texts.authentication,
    children: (
      <main class="closed">
        <span class="badge">{texts.sandbox}</span>
        <h1>{texts.authentication}</h1>
        <p>{texts.authenticationText}</p>
        <form method="post" action={`/c/pay/${session.id}/question`}>
          <button type="submit" name="answer" value="yes">
            {texts.authenticationYes}
          </button>{' '}
          <button type="submit" name="answer" value="no" class="second">
            {texts.authenticationNo}
          </button>
        </form>
      </main>
    ),
  })
