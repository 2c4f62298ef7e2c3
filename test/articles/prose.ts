/** Paragraphs for the articles of made pages, by their subject. */
export const RIVER = [
  'The river rose by almost two metres in the night, and by six in the morning the lower meadows lay under brown water. Farmers who had driven their cattle up the hill the evening before stood at the edge of the flood and counted heads. Nobody was hurt, although three sheds and a footbridge were carried away.',
  'For a hundred years the valley has lived with its floods. Old houses stand on stone feet, the church keeps its books on the upper floor, and every family knows which field drains first. What is new, people here say, is the season: high water used to come in March, when the snow melts, and not at the end of September.',
  'Engineers of the district measured the flow at the weir every quarter of an hour. Their figures, which the council published on Tuesday, show that more water passed in one night than in the whole month of July. The gates were opened by hand, since the motors had failed once the cellar of the pump house filled.',
  'A plan to give the river more room has been on paper since 2011. It would move two dykes back by eighty metres, take eleven hectares of farmland and cost about nine million. The owners of that land were promised an answer last spring, and are waiting for it still.',
  'On Saturday the school opens its gym to everybody who needs a dry bed. Volunteers cook soup, dry blankets and drive the old home again. “We have done this before,” said the caretaker, who has kept the key of the gym for thirty years, “and we will do it again.”',
];

export const TRAIN = [
  'The night train leaves at ten past nine, and for the first hour hardly anyone sleeps. Students share bread and cheese in the corridor, a nurse on her way to an early shift ties her shoes with care, and the conductor explains for the tenth time that the dining car has been closed since spring.',
  'Ten years ago most of these lines were to be given up. Airlines sold the same journey for the price of a lunch, and the carriages were older than their passengers. Then bookings began to climb, slowly at first, and last summer there was no free bunk on a Friday from June until the end of August.',
  'What the railways lack now is not passengers but carriages. A sleeper takes four years from order to delivery, and only two works on the continent still build them. Meanwhile mechanics patch what they have: new foam on old benches, new locks on doors that were hung in 1978.',
  'Shortly before six the light over the marshes turns grey and then pink. Somebody opens a window, although the sign forbids it, and the smell of wet grass fills the corridor. In an hour the train will stand in the harbour, and most of those on board will say that they hardly closed an eye and would do it again.',
];

export const BREAD = [
  'Bread needs four things: flour, water, salt and time. Most recipes are generous with the first three and stingy with the last. A dough that rests in the cold for a night tastes of more than one that was hurried along with a spoonful of yeast, and it asks for less work.',
  'Begin in the evening. Stir flour and water with a wooden spoon until no dry spots remain, cover the bowl with a plate and go away for half an hour. Flour that has been left alone with water builds most of its strength without any help from you, and the kneading that follows is short.',
  'Then add the salt and the starter, and fold the dough four times from each side towards its middle. It will tear at first. Wet your hands, wait twenty minutes and do it again; by the third time the surface is smooth, and small bubbles show under the skin.',
  'Bake it in a pot with a lid. The steam that rises from the loaf cannot leave and keeps the crust soft for the first twenty minutes, so that the bread can grow. After that take the lid off, turn the heat down a little, and wait for a dark brown that looks almost too dark.',
];

export const CLOCK = [
  'In the tower of the old town hall a clock has struck the hours since 1784. It has no face. Those who built it thought that people in the fields would hear it, and that people in the square could ask. Two weights of a hundred and forty kilos drive it, and someone has to wind them up every second day.',
  'That someone is Ilse Marten, who was a teacher of physics until she retired. She climbs a hundred and twelve steps with a flask of tea, sets the handle on its square peg and counts to two hundred. A motor would do the same for the price of a bicycle, and the council has offered her one three times.',
  '“A motor does not listen,” she says. She hears when a tooth of the second wheel is worn, when cold has thickened the oil, when a jackdaw has built in the shaft of the hammer. Each of these things she writes into a book that was begun by her predecessor, and by his, back to the winter of 1861.',
  'Next year the tower is to be repaired, and for the first time in living memory the clock will stand still. The bells are to be lowered with a crane, the frame will be cleaned of two centuries of tar, and a joiner from the next village makes a new case of larch. Ms Marten has asked to be let in each second day all the same.',
];

export const BEES = [
  'Wild bees nest in sand, in old walls and in the stalks of last year’s thistles. More than half of the five hundred kinds in this country live alone: each female digs her own burrow, fills it with pollen, lays an egg on top and closes the door. She never meets her children.',
  'What these bees need is not honey, nor boxes painted yellow, but open ground. A bare bank of sand the size of a table, turned to the south and left unweeded, is settled within a year. Gardeners who wish to help can do so by doing less.',
  'In the study, which followed forty gardens over six summers, the number of kinds rose by a third where a corner was left to itself. Where owners put up insect hotels from the hardware shop it did not change at all; most of their holes were too wide, too rough or turned to the wind.',
  'The authors warn that gardens alone will not save the rarest kinds. Those depend on one plant each: no bellflower, no bellflower bee. But they were surprised how many came back, and from how far. The nearest known colony of one small mason bee lay seven kilometres away, beyond a motorway.',
];

export const SOFTWARE = [
  'A program that has to survive crashes must decide what it means to have saved something. Writing bytes to a file is not enough: the operating system keeps them in memory and writes them when it sees fit. Only a call that waits for the disk gives a promise, and even that promise has small print.',
  'The usual answer is a journal. Before anything changes, the intended change is appended to a file and flushed; afterwards the real structure is brought up to date at leisure. After a crash the journal is read from its start, and every entry that was written whole is applied once more. Applying it twice must do no harm.',
  'Measure before you tune it. On the machines that we rent, a flush takes between two and nine milliseconds, so that a service which flushes after each request serves at most a few hundred of them a second. Collect the requests that arrive during one flush, write them together, and the same disk serves ten thousand.',
  'None of this is new. The papers that describe it are older than most people who use it, and the mistakes described in them are made again each year: the error of a flush that nobody looks at, the rename without a flush of the folder, the checksum that covers all but the length.',
];

export const GARDEN = [
  'The garden behind the printing works was never meant to be one. For forty years it was the place where pallets were stacked, and where the men went to smoke. When the works closed, birches came up between the slabs, and after them a woman from the third floor with a spade.',
  'She began with potatoes, since potatoes forgive. In the second year there were beans, in the third a bench and a table and a quarrel about the key. Today twenty-two families share the yard, and a list on the door says who waters on which day.',
  'Soil was the difficult part. Lead from the type foundry lies in the upper half metre, so everything that is eaten grows in boxes, on earth that was brought in by bicycle. An institute tests it every spring, and the results hang beside the list.',
  'This autumn the land is to be sold. The families have made an offer that is a fifth of what the neighbour has offered, and they have put a jar of their honey beside it. The owner says that she will decide before the first frost, and that the honey is very good.',
];

export const LAW = [
  'These terms apply to every contract between the cooperative and its members on the use of shared vehicles. Other terms apply only where the cooperative has agreed to them in writing. A member who books a vehicle accepts the terms in the version that is published on the day of the booking.',
  'A booking binds both sides once it has been confirmed. The member may withdraw from it without charge until two hours before it begins; after that, half of the time booked is charged, unless another member takes the vehicle. The cooperative may withdraw if the vehicle is not fit to be driven, and then offers another of the same class if there is one.',
  'The member must hold a licence that is valid for the class of the vehicle and must show it when asked, at least once each year. The vehicle may be lent to other members, for whom the member answers as for themselves. It may not be used for races, for teaching people to drive, or to carry goods for payment.',
  'Damage must be reported before the journey begins, otherwise it is taken to have happened in the course of it. The member is liable up to the excess that the list of prices names, and without limit for damage done on purpose. Claims that arise from a contract lapse two years after the end of the year in which they arose.',
];

export const CHESS = [
  'When Clara Ivens learned chess she was fifty-eight, and the youngest in her club was seven. He beat her on the first evening, offered his hand, and told her kindly where she had gone wrong. She went home, she says, in a rage that lasted for a week, and came back on the next Thursday.',
  'She has read eleven books since then and thinks little of ten of them. What helped was to write down after each game, before looking anything up, the one moment in which she had been afraid. It was hardly ever the moment in which she had lost.',
  'Fear, it turns out, makes people trade pieces. The board becomes smaller and the end comes nearer, and both feel like relief. Her trainer made her play a month of games in which she might exchange nothing unless she was forced to. She lost nearly all of them, and learned what a crowded board is for.',
  'Last Sunday she won the regional cup for players above sixty. The boy, who is fourteen now and has a rating that she will never reach, came to watch. He told her kindly where she had gone wrong.',
];
