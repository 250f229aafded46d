"""Reads a COCO file with pycocotools' C code and says for every annotation whether its mask decodes to the
area and box it states. Prints one JSON line an annotation; fails on the first that does not."""

import json
import sys

from pycocotools import mask
from pycocotools.coco import COCO

coco = COCO(sys.argv[1])
for annotation in coco.loadAnns(coco.getAnnIds()):
    rle = annotation["segmentation"]
    pixels = coco.annToMask(annotation)
    image = coco.loadImgs(annotation["image_id"])[0]
    assert pixels.shape == (image["height"], image["width"]), annotation["id"]
    assert int(pixels.sum()) == annotation["area"] == int(mask.area(rle)), annotation["id"]
    assert [int(v) for v in mask.toBbox(rle)] == annotation["bbox"], annotation["id"]
    assert annotation["iscrowd"] == 0
    print(json.dumps({"id": annotation["id"], "category": coco.loadCats(annotation["category_id"])[0]["name"]}))
