import type { ImportCourse, ImportManager } from '../../import/schema.ts';

/** A pool of the sample world. Days are counted from today. */
export interface PoolPlan {
  managerId: number;
  courseId: number;
  transferable: boolean;
  licenses: number;
  from: number;
  to: number;
  order: string;
  /** Licenses that hold a seat now. */
  taken?: number;
  /** Transferable licenses that came back. */
  past?: number;
  /** Licenses that start later and hold a seat already. */
  coming?: number;
}

export const courses: ImportCourse[] = [
  { id: 101, title: 'SQL for the Curious Analyst' },
  { id: 102, title: 'Star Schemas, Step by Step' },
  { id: 103, title: 'Charts That Explain Themselves' },
  { id: 104, title: 'Python for Data Work' },
  { id: 105, title: 'Statistics You Will Use' },
  { id: 106, title: 'Version Control for Analytics Teams' },
  { id: 107, title: 'Data Pipelines That Do Not Wake You' },
  { id: 108, title: 'From Spreadsheets to a Shared Model' },
  { id: 109, title: 'All-Access Subscription' },
];

export const managers: ImportManager[] = [
  {
    id: 1001,
    name: 'Alder Logistics',
    email: 'learning@alder-logistics.example',
    allowedDomains: ['alder-logistics.example', 'alder-freight.example'],
  },
  { id: 1002, name: 'Fenwick & Rao', email: 'training@fenwickrao.example', allowedDomains: ['fenwickrao.example'] },
  {
    id: 1003,
    name: 'Brightwater College',
    email: 'library@brightwater.example',
    allowedDomains: ['brightwater.example', 'students.brightwater.example'],
  },
];

type Row = [courseId: number, licenses: number, from: number, to: number, order: string, counts: Counts];
type Counts = Pick<PoolPlan, 'taken' | 'past' | 'coming'>;

const transferable = (managerId: number, rows: Row[]) => plans(managerId, true, rows);
const untransferable = (managerId: number, rows: Row[]) => plans(managerId, false, rows);

function plans(managerId: number, transferable: boolean, rows: Row[]): PoolPlan[] {
  return rows.map(([courseId, licenses, from, to, order, counts]) => {
    return { managerId, courseId, transferable, licenses, from, to, order, ...counts };
  });
}

export const pools: PoolPlan[] = [
  ...transferable(1001, [
    [101, 40, -210, 155, 'A-10427', { taken: 24, past: 8 }],
    [103, 20, -120, 245, 'A-10563', { taken: 20, past: 6 }],
    [109, 25, -300, 27, 'A-10388', { taken: 21, past: 9 }],
    [109, 40, 27, 392, 'A-10712', { coming: 4 }],
    [104, 20, -30, 335, 'A-10690', { taken: 3 }],
  ]),
  ...untransferable(1001, [
    [101, 10, -640, -275, 'A-09951', { taken: 10 }],
    [103, 12, -45, 320, 'A-10644', { taken: 5 }],
    [104, 15, -400, -35, 'A-10219', { taken: 13 }],
  ]),
  ...transferable(1002, [
    [107, 12, -90, 275, 'A-10601', { taken: 9, past: 3, coming: 1 }],
    [102, 8, -500, -135, 'A-10102', { past: 8 }],
    [102, 10, -130, 235, 'A-10540', { taken: 10, past: 4 }],
  ]),
  ...untransferable(1002, [
    [106, 20, -150, 215, 'A-10511', { taken: 16 }],
    [109, 15, -20, 345, 'A-10701', { taken: 12 }],
    [105, 6, 30, 395, 'A-10715', {}],
  ]),
  ...transferable(1003, [
    [105, 20, -260, -80, 'A-10401', { past: 14 }],
    [105, 40, -75, 105, 'A-10617', { taken: 30, past: 4 }],
    [101, 15, -60, 120, 'A-10629', { taken: 9, past: 2 }],
    [108, 12, -358, 7, 'A-10266', { taken: 11, past: 3 }],
    [104, 20, 45, 225, 'A-10720', { coming: 6 }],
  ]),
  ...untransferable(1003, [[103, 10, -200, 165, 'A-10430', { taken: 8 }]]),
];

/** People of each manager. An address is made from the name unless one is given behind `=`. */
export const people: Record<number, string> = {
  1001: `Aoife Byrne, Mateusz Kowalczyk, Ingrid Solberg, Rafael Monteiro, Chiara Bellini, Tomáš Dvořák, Amina Diallo,
    Kenji Watanabe, Nadia Haddad, Lukas Brandt, Priya Nair, Oluwaseun Adeyemi, Søren Kjær, Marta Ferrer, Dimitra Pappas,
    Håkon Lie, Zeynep Yıldız, Bence Szabó, Esther Wanjiru, Hugo Lefèvre, Saoirse Doyle, Youssef Benali, Ana Lúcia Prado,
    Mei-Ling Chen, Goran Petrović, Fatou Ndiaye, Elias Lindqvist, Camila Rojas, Arjun Mehta, Greta Hoffmann,
    Thu Hà Nguyễn, Piotr Wiśniewski, Leila Farahani, Ewan MacRae, Ioana Popescu, Jakub Novotný, Sanne de Vries,
    Carlos Quispe, Hana Suzuki, Björk Jónsdóttir, Samuel Okoro, Valentina Greco, Deniz Aydın, Katarzyna Zielińska,
    Omar Siddiqui, Lotte Jansen, Mihai Ionescu, Grace Mensah, Andrés Villalobos, Noor Rahman, Filip Šimić, Laura Bianchi,
    Tendai Moyo, Miriam Goldberg, Pedro Azevedo, Anneli Saar, Viktor Nilsson, Sofía Castaño, Ryo Tanabe, Daria Wolska,
    Patrick O’Leary, Yara Nasser, Jonas Keller, Rosa Delgado, Iker Etxeberria, Mbali Dlamini, Simona Kováčová,
    Theo van den Berg, Ayşe Demir, Marco Rinaldi, 田中 葵 = aoi.tanaka, 김민준 = minjun.kim`,
  1002: `Helen Fenwick, Anand Rao, Beatriz Salgado, Niamh Gallagher, Stefan Gruber, Wei Zhang, Chinwe Eze, Paula Santos,
    Erik Halvorsen, Shreya Iyer, Tomasz Lis, Margaux Petit, Kofi Boateng, Anastasia Volkova, Rui Carvalho, Elif Kaya,
    Daniel Ortega, Maja Horvat, Rashid Karimi, Freya Sørensen, Giulia Ferri, Peter Nagy, Linh Trần, Zanele Khumalo,
    Julien Moreau, Nikos Georgiou, Isla Robertson, Emeka Obi, Katrin Vogel, Diego Paredes, Sakura Ito, Olena Shevchenko,
    Matti Virtanen, Rania Aziz, Bruno Teixeira, Hilde Maes, Kiran Deshpande, Agnieszka Pawlak, Luca Marchetti,
    Tamar Beridze, Jorge Luis Peña, Signe Dahl, Adnan Hodžić, Catherine Roy, Мария Иванова = m.ivanova, 李娜 = n.li`,
  1003: `Harriet Osei, Liam Fitzgerald, Noémie Girard, Jun Park, Alejandra Ruiz, Mohamed El Amrani, Tuuli Mäkinen,
    Ruth Abebe, Oskar Lindgren, Bianca Stan, Suda Charoen, Caio Figueiredo, Zofia Mazur, Ibrahim Touré, Clara Neumann,
    Yusuf Çelik, Naomi Feld, Marek Hruška, Adaeze Nwosu, Pablo Ibarra, Kaia Tamm, Rohan Kapoor, Élodie Caron,
    Sven Eriksen, Malia Kealoha, Tariq Hussain, Emma Visser, Renata Oliveira, Dylan Price, Ha-eun Choi, Lucía Navarro,
    Gábor Tóth, Wanjiku Kamau, Alba Conti, Farid Rahimi, Astrid Holm, Nkechi Okafor, Luka Babić, Teresa Pires,
    Quang Minh Lê, Orla Kearney, Mina Jovanović, Davide Costa, Hye-jin Yoon, Selam Tesfaye, Anton Weiss, Paloma Reyes,
    Jürgen Sommer, Ilze Ozola, Chipo Banda, Γιώργος Νικολάου = giorgos.nikolaou, محمد سالم = m.salem`,
};

/** Who is given untransferable licenses under an address of their own. */
export const outsiders = `Rosalind Achterberg, Tunde Bakare, Vera Lindholm, Mateo Aguirre, Keiko Mori, Alan Whitlock,
  Fatima Zahra Idrissi, Jan Zatloukal, Sunita Pillai, Emile Dubois`;
