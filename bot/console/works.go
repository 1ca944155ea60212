package console

import (
	"slices"
	"strings"
)

// workList is a part of what an officer can do.
type workList struct {
	Title text
	Jobs  []workLink
}

type workLink struct {
	Path         string
	Title, About text
}

// jobs are all pieces of work that have a form of their own.
func (c *Console) jobs() []job { return append(c.counterJobs(), c.taskJobs()...) }

// works shows what her office may do.
func (c *Console) works(q *request) error {
	lists := []workList{{Title: "Uang"}, {Title: "Orang dan HP"}, {Title: "Pekerjaan kantor, disetujui pengurus lain"}}
	money := strings.Fields("catat batal kas")
	people := strings.Fields("hp wakil wakil-selesai serah-terima blokir buka-blokir admit merge")
	if decides(q.officer.Role) {
		lists[0].Jobs = append(lists[0].Jobs,
			workLink{"/setoran", "Terima setoran", "Uang yang dibawa bendahara kelompok ke UPK, dengan buktinya."},
			workLink{statementPath, "Cocokkan mutasi bank", "Baris mutasi bank dicocokkan dengan setoran yang menunggu."})
	}
	for _, j := range c.jobs() {
		if !j.may(q.officer.Role) {
			continue
		}
		at := 2
		switch {
		case slices.Contains(money, j.name):
			at = 0
		case slices.Contains(people, j.name):
			at = 1
		}
		lists[at].Jobs = append(lists[at].Jobs, workLink{"/kerja/" + j.name, j.title, j.about})
	}
	var some []workList
	for _, l := range lists {
		if len(l.Jobs) > 0 {
			some = append(some, l)
		}
	}
	return q.show("works", "Kerja", some)
}

// workRoutes are the routes of all work.
func (c *Console) workRoutes() []route {
	list := []route{
		{"GET /kerja", everyOfficer, c.works},
		{"GET /setoran", everyOfficer, c.deposits},
		{"GET /setoran/{code}", everyOfficer, c.deposit},
		{"POST /setoran/{code}", decides, c.receiveDeposit},
		{"GET " + statementPath, decides, c.statement},
		{"POST " + statementPath, decides, c.statementSent},
		{"GET /bukti/{message}/{number}", everyOfficer, c.slip},
		{"GET /perkara/{reference}", everyOfficer, c.oneCase},
		{"POST /perkara/{reference}", settles, c.decideCase},
		{"POST /pesan/{phone}/tulis", settles, c.writeByHand},
		{"POST /pesan/{phone}/lepas", settles, c.releaseTalk},
	}
	for _, j := range c.jobs() {
		list = append(list, route{"GET /kerja/" + j.name, j.may, c.jobPage(j)}, route{"POST /kerja/" + j.name, j.may, c.jobSent(j)})
	}
	return list
}
