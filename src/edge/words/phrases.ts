/**
 * What people write to the bot, by what they mean by it. A phrase is the whole of a message, in small letters and
 * without punctuation or apostrophes; `[…]` may be left out, `(…|…)` is one of these. What is not here is passed on to
 * a person rather than guessed at. Dates and politeness at either end are taken off first (see understand.ts).
 */
const coming = '(come|be there|make it|attend|be coming|be attending|join[ you]|get there|do that|do it)';
const where = '[ (to|at) (the|this|that|our) meeting][ then]';
const cover = '[the |our |their |all ]cover[ (for (that|the) day|for (them|him|her|that|it|everyone|both))]';
const sorted = '(arranged|sorted|sorted out|booked|organised|in place|done|confirmed|agreed)';
const tried = '(it|this|that|the task|the lesson|the activity|mine)';

const answers = {
  yes: [
    '(yes|yep|yeah|yup|yea|aye|y|sure|definitely|absolutely|of course|certainly)',
    '(yes|yep|yeah)[ (yes|please|of course|definitely|absolutely|certainly|thats fine|fine|all good|will do|sure)]',
    '(will do|yes i (will|can|am|do)|ok yes|thats a yes|its a yes|a yes from me|yes from me|that is fine|thats fine)',
  ],
  no: [
    '(no|nope|nah|n)[ (sorry|i (cant|wont|cannot|am not)|not this time|im not|not me)]',
    '(no thank you|no thanks|not this time|thats a no|its a no|a no from me|no from me|im out)',
  ],
  maybe: [
    '[im |i am ]not (sure|certain)[ (yet|at the moment|right now|if i can[ come| make it]|whether i can[ come| make it])]',
    '(maybe|perhaps|possibly|might do|probably|unsure|dont know[ yet]|i dont know[ yet]|i am unsure|im unsure)',
    `i (might|may)[ (be able to|not be able to|not)][ ${coming}]${where}`,
    `(ill|i will|i have to|i need to|let me) (check|see|ask)[ and (let you know|get back to you)]`,
    '(cant|cannot) say yet',
  ],
  coming: [
    `[yes |yep |yeah ](i can|ill|i will|i should|i shall|happy to|i am able to|im able to)[ definitely] ${coming}${where}`,
    `[yes |yep |yeah ](im|i am)[ definitely] (coming|attending|in|able to ${coming})${where}`,
    '[yes |yep |yeah ](see you (there|then)|count me in|ill see you there|looking forward to it|ill be there)',
  ],
  cannot: [
    `[no ][i ](cant|cannot|can not|wont|will not|wont be able to|will not be able to|couldnt) ${coming}${where}[ (any more|after all|this time)]`,
    `[no ](im|i am) (not (coming|able to ${coming}|going to ${coming}|attending|available|free|in)|unable to ${coming}|unavailable|busy|away)${where}`,
    `[no ]i (wont|will not) be (there|able to ${coming}|coming|attending|in)${where}`,
    '(i have to|ill have to|i need to|ive got to) (miss|skip|give my apologies for) (it|this one|that one|the meeting|this)',
    '(my apologies|apologies|send my apologies|apologies from me)( for (the|this|that) meeting)',
    '(count me out|i have to send my apologies|cant do)',
  ],
  arranged: [
    `[yes |yep |ok ]${cover} (is|has been|has|is now|is all|all|was)[ now| all| been] ${sorted}`,
    `[yes |yep |ok ]${cover} ${sorted}`,
    `[yes |yep |ok ](all|its|its all|that is|thats|thats all|it is|everything is|all now|is) ${sorted}`,
    `(arranged|sorted|booked|organised)[ (it|that)]`,
    `[yes ](i have|ive|we have|weve) (arranged|sorted|booked|organised|got|sorted out|found) (${cover}|it|that)`,
    '(yes they (are|have) (covered|cover)|they (are|have) (covered|cover)|covered|all covered|its covered)',
  ],
  talk: [
    '[(can|could) we |i |id like to |i would like to |i need to |need to |we need to |lets |let us |please can we ][need to ](talk|have a (chat|talk|word)|speak)[ about (it|this|that|cover)][ (to|with) you]',
    '[please ](call|ring|phone) me[ (please|back|about (it|this|that))]',
    '(no cover|no cover yet|i (cant|cannot) (arrange|find|get) cover|we (cant|cannot) (arrange|find|get) cover)',
  ],
  notYet: [
    '[no ](not yet|not quite yet|not just yet|not done yet|not started yet|havent yet|i havent yet|i have not yet)',
    `[no ](i havent|havent|i have not|we havent)[ (had (time|a chance|the chance) to)] (tried|done|started|try|do|start|finished|managed)[ ${tried}][ (yet|so far)]`,
    '[no ](havent had (time|a chance|the chance)|i havent had (time|a chance|the chance)|no time|no time yet|ran out of time)[ yet]',
    '(still to do|still working on it|next week|doing it next week|ill do it next week|in progress)',
  ],
  didNotWork: [
    `(it|this|that|the task|the lesson|the activity) (didnt|did not|doesnt|does not)[ really| quite] (work|go well|work for (me|us|my class))[ (out|well|at all|unfortunately)]`,
    `[i |we ](tried|did) ${tried}[ but| and] [it ](didnt|did not)[ really| quite] (work|go well)[ (out|well|at all)]`,
    '(didnt work|did not work|it went badly|it flopped|it was a disaster|it failed|that failed|no luck|it went wrong)',
  ],
} as const;

/** What a message may mean as an answer to a question. */
export type Meaning = keyof typeof answers;
export const meanings: Readonly<Record<Meaning, readonly string[]>> = answers;

/** Answers to any question; the others say themselves what they are about. */
export const bare: ReadonlySet<Meaning> = new Set<Meaning>(['yes', 'no', 'maybe', 'notYet']);

/** What somebody wants to see, by the command that shows it. */
export const commandPhrases: Readonly<Record<string, readonly string[]>> = {
  meeting: [
    '(when|where|what time)[s| is| are][ is][ (the|our|my)] (next|work group|workgroup)[ work group| workgroup] meeting[ on| please]',
    '(whens|wheres|when is|where is|what time is|when are|where are) (the|our) (next )?(meeting|meet|one)',
    '(when|where|what time) (do|are|will) we (meet|meeting|next meet|meet next)[ next| again]',
    '(next meeting|the next meeting|our next meeting|next date|meeting)',
    '(rsvp|i want to rsvp|id like to rsvp|how do i rsvp|reply to the meeting|change my answer|id like to change my answer)',
    '(whos|who is|who else is|whos else|who will be) (coming|going|there|attending)[ (to the meeting|next time)]',
    '(how many|who) (are|is) coming[ to the meeting]',
  ],
  schedule: [
    '[(all|show|show me|what are|can i (see|have)|could i (see|have)) ](the |all the |our |all our )?(dates|meeting dates|meetings|year dates|calendar)[ (for the year|this year|please|again)]',
    '(when are (the|our|all the) meetings[ this year]|dates for the (year|diary)|what are the dates)',
  ],
  task: [
    '[(whats|what is|what was|show me|show|can i see|wheres|where is) ](the |this |my |our |next )?(gap task|gaptask|homework|task|gap tasks)[ (again|please|this time)]',
    '(what do i (need|have) to do|what should i (do|try)|what are we (doing|trying))[ (next|before the next meeting|for the next meeting|this time)]',
    '(when is the (gap )?task due|whens the (gap )?task due)',
  ],
  reflect: [
    '[(where is|wheres|write|i want to write|id like to write|how do i write|how do i send|send|my|add|write up) ](my |the |a )?(reflection|reflections)[ please]',
    '(i (want|would like) to reflect|id like to reflect|reply to the (gap )?task|how do i (reply to the (gap )?task|reflect))',
  ],
  people: [
    '(whos|who is) in (the|our|my) (group|work group|workgroup)',
    '(whos|who is) (the|our|my) (specialist|lead)',
  ],
  upcoming: ['what (are you|will you) (going to )?(send|sending)[ me][ next]', '(whats|what is) next[ for me]'],
  pause: [
    '(stop|pause)[ (messaging|reminding|the (messages|reminders)|sending)][ me][ for now]',
    '(be|please be) quiet',
  ],
  release: ['how many (release )?days[ (do we have|are|have we|left|are left|have we used|do i have)][ left]'],
  commitments: ['what (did we|have we|did the school|did my school) (agree|agreed|commit|sign up)[ to]'],
  visit: ['when (are you|is (the|our|your)) (coming|(next )?visit|visiting)[ us][ (to (our|the) school)]'],
};

export const helpPhrases: readonly string[] = [
  '(what can (you|i|we) do|what do you do|how does this work|how (do|does) (you|this) work|what is this|who are you)',
  '(can you help[ me]|i need[ some] help|help please|i am stuck|im stuck|what (can|do) i (say|type)|what now|commands|menu)',
];

export const greetingPhrases: readonly string[] = [
  '(hi|hello|hey|hiya|heya|hallo|howdy|good (morning|afternoon|evening|day)|morning|afternoon|evening)[ (there|all|everyone|bot|team|work group|workgroup|again|you)]',
  '(how are you|hope you are well|hope youre well|are you there|anyone there|happy (monday|friday|new year))',
];

export const thanksPhrases: readonly string[] = [
  '[(great|ok|okay|lovely|perfect|brilliant|super|excellent|wonderful|fab|thats great|thats brilliant) ](thanks|thank you|cheers|ta|thankyou|many thanks|thx)[ (so much|very much|a lot|for (that|this|letting me know|the reminder|your help|reminding me)|again|all|everyone|bot|a million)]',
  '(ok|okay|great|lovely|perfect|brilliant|super|excellent|wonderful|fab|fine|cool|noted|got it|understood|will do thanks|good to know|all good|no problem|no problem at all|no worries|youre welcome|thats great|thats brilliant|much appreciated|appreciated|smashing|nice|amazing|good)',
  '(bye|goodbye|see you|see you soon|take care|have a (good|nice|great|lovely) (day|week|weekend|evening|half term|holiday|break))',
  '(thumbsup|heart|smile|party)( (thumbsup|heart|smile|party))*',
];
